import { renderMarkdown } from '../../../../learning/lesson-text/render-markdown.ts';
import { escapeXml, writeElement } from '../../../question-exchange/xml/write-element.ts';
import { showsItself } from '../text/to-markdown.ts';

/** Markdown as plain text where it has no markup, else as HTML. */
export function writeMaterial(markdown: string): string {
  const isPlain = showsItself(markdown);
  const text = isPlain ? markdown : renderMarkdown(markdown).trim();
  const texttype = isPlain ? 'text/plain' : 'text/html';
  return writeElement('material', {}, writeElement('mattext', { texttype }, escapeXml(text)));
}

/** Metadata of an assessment or an item. */
export function writeFields(fields: readonly (readonly [string, string])[]): string {
  const written = fields.map(([label, entry]) =>
    writeElement('qtimetadatafield', {}, writeElement('fieldlabel', {}, label), writeElement('fieldentry', {}, escapeXml(entry))),
  );
  return writeElement('qtimetadata', {}, ...written);
}
