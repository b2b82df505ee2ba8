const foreignElement = /<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi;
const tag = /<(\/?)([a-z0-9!?][^<>]*|)>/gi;
const kept = /^([ibu])(?![a-z0-9])/i;
const unwanted = /[^\P{Cc}\n]/gu;
const entity = /&(amp|lt|gt|quot|nbsp|lrm|rlm);/g;
const characters: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', lrm: '\u200e', rlm: '\u200f' },
};
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const decode = (text: string) => text.replace(entity, (whole, name: string) => characters[name] ?? whole);
const escapeText = (text: string) => text.replace(/[&<>]/g, (sign) => escapes[sign] ?? sign);

/**
 * The text of a cue as WebVTT has it: `<i>`, `<b>` and `<u>` are kept and closed, other tags go, scripts with what is in them, and every other
 * sign stands for itself. Cleaned twice it is the same. The caller bounds the length.
 */
export function cleanMarkup(text: string): string {
  const source = text.replace(unwanted, '').replace(foreignElement, '');
  const open: string[] = [];
  let clean = '';
  let end = 0;
  for (const { 0: whole, 1: slash, 2: content = '', index } of source.matchAll(tag)) {
    clean += escapeText(decode(source.slice(end, index)));
    end = index + whole.length;
    const name = kept.exec(content)?.[1]?.toLowerCase();
    if (name !== undefined) clean += slash ? close(open, name) : begin(open, name);
  }
  clean += escapeText(decode(source.slice(end)));
  return withoutBlankLines(withoutOverrides(clean + close(open, open[0])));
}

function begin(open: string[], name: string): string {
  if (open.includes(name)) return '';
  open.push(name);
  return `<${name}>`;
}

/** Closes a tag and those within it. */
function close(open: string[], name: string | undefined): string {
  const index = name === undefined ? -1 : open.indexOf(name);
  if (index < 0) return '';
  const closed = open.splice(index).reverse();
  return closed.map((one) => `</${one}>`).join('');
}

/** Positions of SubRip, such as `{\an8}`, which may stand in one another; each sign is looked at once. */
function withoutOverrides(markup: string): string {
  const clean: string[] = [];
  /** Where the signs stand that a position has at its ends and nowhere else. */
  const signs: number[] = [];
  for (const piece of markup.split(/([{}<>])/)) {
    const start = signs.at(-1);
    if (piece === '}' && start !== undefined && clean[start] === '{' && clean[start + 1]?.startsWith('\\')) {
      signs.pop();
      clean.length = start;
    } else if (piece !== '') {
      if (/^[{}<>]/.test(piece)) signs.push(clean.length);
      clean.push(piece);
    }
  }
  return clean.join('');
}

/** A blank line would end the cue. */
const withoutBlankLines = (markup: string) =>
  markup
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

/** What a cleaned text says, without marks. */
export const toPlainText = (markup: string) => decode(markup.replace(/<\/?[ibu]>/g, ''));
