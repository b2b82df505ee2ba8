import type { AssignmentContent } from '@lyceum/contracts/courses/assignment-content';
import { escapeHtml } from '../../../../learning/lesson-text/escape-html.ts';
import { escapeXml, writeElement } from '../../../question-exchange/xml/write-element.ts';

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/** A complete page of cleaned HTML. */
export function writePage(title: string, html: string, language: string): string {
  const head = `<head><meta charset="utf-8"/><title>${escapeHtml(title)}</title></head>`;
  return `<!DOCTYPE html>\n<html lang="${language}">${head}<body>\n${html}\n</body></html>\n`;
}

export function writeLink(title: string, url: string): string {
  const namespace = 'http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3';
  return writeDocument(
    'webLink',
    { namespace, schema: 'http://www.imsglobal.org/profile/cc/ccv1p3/ccv1p3_imswl_v1p3.xsd' },
    writeElement('title', {}, escapeXml(title)),
    writeElement('url', { href: url, target: '_blank' }),
  );
}

interface Assignment {
  readonly id: string;
  readonly title: string;
  readonly html: string;
  readonly content: AssignmentContent;
}

/** By the extension of 1.3. */
export function writeAssignment({ id, title, html, content: { points, takes } }: Assignment): string {
  const formats = [...(takes.text ? ['html'] : []), ...(takes.link ? ['url'] : []), ...(takes.files > 0 ? ['file'] : [])];
  const namespace = 'http://www.imsglobal.org/xsd/imscc_extensions/assignment';
  const schema = 'http://www.imsglobal.org/profile/cc/cc_extensions/cc_extresource_assignmentv1p0_v1p0.xsd';
  return writeDocument(
    'assignment',
    { namespace, schema, id },
    writeElement('title', {}, escapeXml(title)),
    writeElement('text', { texttype: 'text/html' }, escapeXml(html)),
    writeElement('gradable', { points_possible: `${points}` }, 'true'),
    writeElement('submission_formats', {}, ...formats.map((type) => writeElement('format', { type }))),
  );
}

interface Kind {
  readonly namespace: string;
  readonly schema: string;
  readonly id?: string;
}

function writeDocument(name: string, { namespace, schema, id }: Kind, ...inner: readonly string[]): string {
  const attributes = {
    ...(id === undefined ? {} : { identifier: id }),
    xmlns: namespace,
    'xmlns:xsi': xsi,
    'xsi:schemaLocation': `${namespace} ${schema}`,
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(name, attributes, ...inner)}\n`;
}
