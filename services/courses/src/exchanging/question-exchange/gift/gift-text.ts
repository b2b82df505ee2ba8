import { escapeMarkdown } from '../text/escape-markdown.ts';

export type GiftFormat = 'moodle' | 'html' | 'markdown' | 'plain';

const format = /^\s*\[(moodle|html|markdown|plain)\]/;

/** The format that a text names at its start. */
export function findFormat(raw: string): GiftFormat | undefined {
  return format.exec(raw)?.[1] as GiftFormat | undefined; // the expression finds no other word
}

/** What a text with escapes says. */
export function unescapeGift(raw: string): string {
  return raw.replace(/\\([\\~=#{}:n])/g, (_, sign) => (sign === 'n' ? '\n' : sign));
}

export function escapeGift(text: string): string {
  return text.replace(/[\\~=#{}:]/g, '\\$&').replace(/\r?\n|\r/g, '\\n');
}

/** Text without its format, as it was typed. */
export function toPlain(raw: string): string {
  return unescapeGift(raw.replace(format, '').trim()).trim();
}

/** Text as Markdown; what names no format has that of its question. */
export function toMarkdown(raw: string, fallback: GiftFormat): string {
  const text = toPlain(raw);
  return (findFormat(raw) ?? fallback) === 'plain' ? escapeMarkdown(text) : text;
}

/** Where a sign stands that is not escaped, or -1. */
export function findSign(raw: string, sign: string, from = 0): number {
  for (let at = raw.indexOf(sign, from); at >= 0; at = raw.indexOf(sign, at + 1)) {
    if (!isEscaped(raw, at)) return at;
  }
  return -1;
}

function isEscaped(raw: string, at: number): boolean {
  let start = at;
  while (raw[start - 1] === '\\') start -= 1;
  return (at - start) % 2 === 1;
}

/** The signs of an expression that are not escaped, with their places. */
export function* scanSigns(raw: string, signs: RegExp): Generator<{ sign: string; at: number }> {
  for (const { 0: sign, index: at } of raw.matchAll(signs)) {
    if (!sign.startsWith('\\')) yield { sign, at };
  }
}
