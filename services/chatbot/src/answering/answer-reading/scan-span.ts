import { type AnswerSpan, type FoundSpan, toText, type UnreadText } from './answer-span.ts';
import { findFootnote, findMark } from './mark-spans.ts';
import { findBackticks, findFence, findFormula, findTildes } from './verbatim-spans.ts';
import { findAddress, findBracketEnd, findImage, findLink, findTag } from './web-spans.ts';

const notFound = 'NOT_FOUND';

/** Those that may begin something else than text. */
const special = /[\\`$<![\]~\nNhwfHWF]/;

/** What stands at the beginning of the text. */
export function scanSpan(unread: UnreadText): AnswerSpan | 'more' {
  return (unread.isLineStart ? findFence(unread) : undefined) ?? findSpecial(unread) ?? findPlain(unread);
}

function findSpecial(unread: UnreadText): FoundSpan {
  const { text, isEnd } = unread;
  switch (text[0]) {
    case '\n':
      return toText('\n');
    case '\\':
      return findEscape(unread);
    case '`':
      return findBackticks(unread);
    case '~':
      return findTildes(unread);
    case '$':
      return findFormula(unread);
    case '<':
      return findTag(unread);
    case '!':
      return findImage(unread);
    case '[':
      if (text.length === 1 && !isEnd) return 'more';
      if (text[1] === '[') return findMark(unread);
      return text[1] === '^' ? findFootnote(unread) : findLink(unread);
    case ']':
      return findBracketEnd(unread);
    case 'N':
      if (text.startsWith(notFound)) return { kind: 'not-found', length: notFound.length };
      return !isEnd && notFound.startsWith(text) ? 'more' : undefined;
    default:
      return findAddress(unread);
  }
}

function findEscape({ text, isEnd }: UnreadText): FoundSpan {
  if (text.length === 1 && !isEnd) return 'more';
  return toText(/[!-/:-@[-`{-~]/.test(text[1] ?? '') ? text.slice(0, 2) : '\\');
}

function findPlain({ text, isEnd }: UnreadText): AnswerSpan | 'more' {
  const next = text.slice(1).search(special);
  const run = next < 0 ? text : text.slice(0, next + 1);
  // The first half of a character that two make.
  const isHalf = run.length === text.length && !isEnd && /[\ud800-\udbff]$/.test(run);
  if (!isHalf) return toText(run);
  return run.length === 1 ? 'more' : toText(run.slice(0, -1));
}
