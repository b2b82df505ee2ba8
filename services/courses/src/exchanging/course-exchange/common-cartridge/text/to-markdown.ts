import { escapeHtml } from '../../../../learning/lesson-text/escape-html.ts';
import { renderMarkdown } from '../../../../learning/lesson-text/render-markdown.ts';
import { decodeEntities } from '../../../question-exchange/xml/decode-entities.ts';
import { tidyText } from './tidy-text.ts';

/** Words without any sign that means something to Markdown. */
const bareWords = /^\p{L}[\p{L}\p{N} ,?!]*$/u;

/** Whether Markdown shows a text as it is written, in one paragraph. */
export function showsItself(text: string): boolean {
  if (bareWords.test(text)) return true;
  const shown = /^<p>([^<]*)<\/p>$/.exec(renderMarkdown(text).trim())?.[1];
  return shown !== undefined && decodeEntities(shown) === text;
}

/** Markdown that shows a text as it is: the text, or HTML where Markdown would find markup in it. */
export function textToMarkdown(text: string): string {
  const tidy = tidyText(text);
  if (tidy === '' || showsItself(tidy)) return tidy;
  return `<p>${escapeHtml(tidy).replaceAll('\n', '<br>\n')}</p>`;
}

const wrapping = /^(?:<(?:div|p|span)>\s*)+|(?:<\/(?:div|p|span)>\s*)+$/g;

/** Cleaned HTML as Markdown that shows the same. */
export function htmlToMarkdown(cleaned: string): string {
  const bare = cleaned.trim().replace(wrapping, '');
  if (!bare.includes('<')) return textToMarkdown(decodeEntities(bare.replace(/\s+/g, ' ')));
  const whole = dropBlankLines(tidyText(cleaned));
  return /^<(?:p|div|ul|ol|table|blockquote|h[1-6])>/.test(whole) ? whole : `<div>${whole}</div>`;
}

/** A blank line would end the HTML; where it means something, its break is written as a reference. */
function dropBlankLines(html: string): string {
  return html
    .split(/(<pre>.*?<\/pre>)/s)
    .map((part) => (part.startsWith('<pre>') ? part.replace(/\n(?=[ \t]*\n)/g, '\n&#10;') : part.replace(/\n\s*\n/g, '\n')))
    .join('');
}
