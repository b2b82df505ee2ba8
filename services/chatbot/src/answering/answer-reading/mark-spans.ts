import { type FoundSpan, toText, type UnreadText } from './answer-span.ts';

const maxMark = 1500;
const headForm = /^\[\[ *([0-9a-z]{1,12}) *(\||\]\])/i;
const headBeginning = /^\[\[ *[0-9a-z]{0,12} *\]?$/i;
const maxHead = 40;

/** `[[id|"words"]]`, which is how a model cites; one that has no words, or no end, is false. */
export function findMark({ text, isEnd }: UnreadText): FoundSpan {
  const [head, sourceId = '', end] = headForm.exec(text.slice(0, maxHead)) ?? [];
  if (head === undefined) return !isEnd && headBeginning.test(text) ? 'more' : toText('\\[', 1);
  if (end === ']]') return { kind: 'false-mark', length: head.length };
  const within = text.slice(0, maxMark);
  const [close, next] = [within.indexOf(']]', head.length), within.indexOf('[[', head.length)];
  if (close >= 0 && (next < 0 || close < next)) {
    return { kind: 'mark', sourceId: sourceId.toLowerCase(), quote: toWords(text.slice(head.length, close)), length: close + 2 };
  }
  if (next < 0 && text.length < maxMark && !isEnd) return 'more';
  return { kind: 'false-mark', length: head.length };
}

/** `[^1]` of a model's own would pass for a citation that was found. */
export function findFootnote({ text, isEnd }: UnreadText): FoundSpan {
  const [mark] = /^\[\^[^\]\s]{1,40}\]/.exec(text) ?? [];
  if (mark !== undefined) return { kind: 'false-mark', length: mark.length };
  return !isEnd && /^\[\^[^\]\s]{0,40}$/.test(text) ? 'more' : toText('\\[', 1);
}

const toWords = (quote: string) => quote.trim().replace(/^["«“„']+|["»”“']+$/g, '');
