import { type AnswerSpan, type FoundSpan, toText, type UnreadText } from './answer-span.ts';

const maxAddress = 1000;
const drafts = ['<think>', '<thinking>', '</think>', '</thinking>'];
/** The rest of a link, without a bracket in its title: the first one ends it. */
const targetForm = /^[ \t]*<?([^\s()<>]*)>?(?:[ \t]+(?:"[^"\n()]*"|'[^'\n()]*'))?[ \t]*\)/;
const schemes = ['https://', 'http://', 'www.', 'ftp://'];

/** The beginning or end of a draft, or a character that could open a tag and is escaped. */
export function findTag({ text, isEnd }: UnreadText): FoundSpan {
  const tag = drafts.find((one) => text.slice(0, one.length).toLowerCase() === one);
  if (tag) return tag.startsWith('</') ? toText('', tag.length) : { kind: 'draft', length: tag.length };
  if (!isEnd && drafts.some((one) => one.startsWith(text.toLowerCase()))) return 'more';
  return toText('&lt;', 1);
}

/** A picture becomes a link, and so its text. */
export function findImage({ text, isEnd }: UnreadText): FoundSpan {
  if (text.length === 1 && !isEnd) return 'more';
  return text[1] === '[' ? toText('', 1) : toText('!');
}

/** `[text](address)`: kept when it leads to us, else its text alone. */
export function findLink({ text, isEnd, origin }: UnreadText): FoundSpan {
  const [label = ''] = /^\[[^[\]\n]{0,300}/.exec(text) ?? [];
  const after = text.slice(label.length, label.length + 2);
  if (!isEnd && (after === '' || after === ']')) return 'more';
  if (after !== '](') return toText('[');
  const rest = text.slice(label.length + 2, label.length + 2 + maxAddress);
  const [target, address = ''] = targetForm.exec(rest) ?? [];
  if (target === undefined) return !isEnd && rest.length < maxAddress && !/[)\n]/.test(rest) ? 'more' : toText('[');
  const length = label.length + 2 + target.length;
  const shown = label.slice(1);
  const isKept = leadsTo(origin, address) && !/[`$\\<!]/.test(shown);
  return isKept ? toText(`[${shown}](${address})`, length) : { kind: 'rewritten', text: shown, length };
}

/** What would make a link or the meaning of one of the brackets before it is escaped. */
export function findBracketEnd({ text, isEnd }: UnreadText): FoundSpan {
  if (text.length === 1 && !isEnd) return 'more';
  return text[1] === '(' || text[1] === ':' ? toText(`]\\${text[1]}`, 2) : toText(']');
}

/** An address in the text, which some readers of Markdown make a link of: one elsewhere is shown as code. */
export function findAddress({ text, isEnd, isInWord, origin }: UnreadText): FoundSpan {
  if (isInWord) return undefined;
  const begin = text.slice(0, 8).toLowerCase();
  if (!schemes.some((scheme) => begin.startsWith(scheme))) {
    return !isEnd && schemes.some((scheme) => scheme.startsWith(begin)) ? 'more' : undefined;
  }
  const [run = ''] = /^[^\s<>`|"«»]{1,1000}/.exec(text) ?? [];
  if (run.length === text.length && run.length < maxAddress && !isEnd) return 'more';
  const address = run.replace(/[)\]}.,;:!?*_'”]{1,20}$/, '');
  return leadsTo(origin, address) ? toText(address) : quoteAddress(address);
}

const quoteAddress = (address: string): AnswerSpan => ({ kind: 'verbatim', text: `\`${address}\``, length: address.length });

function leadsTo(origin: string, address: string): boolean {
  if (!/^[\w\-./~%?=&#:+,@]+$/.test(address)) return false;
  if (!/^(https?:\/\/|\/(?!\/))/i.test(address)) return false;
  return URL.parse(address, origin)?.origin === new URL(origin).origin;
}
