import { type Fence, type FoundSpan, toText, type UnreadText } from './answer-span.ts';

const maxRun = 100;
const maxInfo = 100;
const maxCode = 1000;
const maxFormula = 400;
const maxDisplayFormula = 4000;

/**
 * A fence of code at the beginning of a line. It is written without its indent: one at the margin ends every list and quotation, so that
 * all readers of Markdown agree where it ends.
 */
export function findFence({ text, isEnd }: UnreadText): FoundSpan {
  const [start = '', spaces = '', run = ''] = /^([ \t]{0,12})(`{0,100}|~{0,100})/.exec(text) ?? [];
  const isOpen = !isEnd && run.length < maxRun;
  if (start.length === text.length && isOpen) return 'more';
  if (run.length < 3) return undefined;
  const line = text.slice(start.length, start.length + maxInfo);
  const lineEnd = line.indexOf('\n');
  if (lineEnd < 0 && line.length < maxInfo && !isEnd) return 'more';
  const info = lineEnd < 0 ? line : line.slice(0, lineEnd);
  if (info.includes('`') || info.length === maxInfo) return undefined;
  const language = /^[\w+#.-]{1,40}/.exec(info.trim())?.[0] ?? '';
  const fence: Fence = { character: run.startsWith('~') ? '~' : '`', count: run.length, indent: spaces.length };
  return { kind: 'fence', fence, text: `${run}${language}\n`, length: start.length + info.length + (lineEnd < 0 ? 0 : 1) };
}

/** Code in a line, or backticks that open none and are escaped. A table would cut code at `|`, so that is no code. */
export function findBackticks({ text, isEnd }: UnreadText): FoundSpan {
  const [run = ''] = /^`+/.exec(text) ?? [];
  if (run.length === text.length && !isEnd && run.length < maxCode) return 'more';
  const closers = /`+|\n/g;
  const within = text.slice(0, maxCode);
  closers.lastIndex = run.length;
  for (let closer = closers.exec(within); closer; closer = closers.exec(within)) {
    const end = closer.index + closer[0].length;
    if (closer[0] === '\n') break;
    if (end === text.length && !isEnd && end < maxCode) return 'more';
    if (closer[0].length !== run.length) continue;
    const code = text.slice(0, end);
    if (code.includes('|')) break;
    return { kind: 'verbatim', text: code, length: end };
  }
  if (!within.includes('\n') && text.length < maxCode && !isEnd) return 'more';
  return toText('\\`'.repeat(run.length), run.length);
}

/** Two strike text through; more of them could open code and are escaped. */
export function findTildes({ text, isEnd }: UnreadText): FoundSpan {
  const [run = ''] = /^~+/.exec(text) ?? [];
  if (run.length < 3 && run.length === text.length && !isEnd) return 'more';
  return run.length < 3 ? toText(run) : toText('\\~\\~\\~', 3);
}

/** `$…$` in a line, `$$…$$` over lines; a dollar that opens no formula is escaped. */
export function findFormula({ text, isEnd }: UnreadText): FoundSpan {
  if (text.length === 1 && !isEnd) return 'more';
  const isDisplay = text[1] === '$';
  const max = isDisplay ? maxDisplayFormula : maxFormula;
  const end = findFormulaEnd(text.slice(0, max), isDisplay);
  if (end === 'open' && text.length < max && !isEnd) return 'more';
  if (typeof end === 'string') return toText('\\$', 1);
  // Whether it is one depends on the next character: from 5$ to 6$ are prices.
  if (!isDisplay && end === text.length && !isEnd) return 'more';
  const formula = text.slice(0, end);
  const isPrice = !isDisplay && (/^\$\s|\s\$$/.test(formula) || /\d/.test(text[end] ?? ''));
  if (isPrice || /:\/\/|www\./i.test(formula)) return toText('\\$', 1);
  return { kind: 'verbatim', text: disarm(formula), length: end };
}

function findFormulaEnd(text: string, isDisplay: boolean): number | 'open' | 'none' {
  const start = isDisplay ? 2 : 1;
  for (let index = start; index < text.length; index += 1) {
    const [character, next] = [text[index], text[index + 1]];
    if (character === '\\' && next !== '\n') index += 1;
    else if (character === '\n') {
      if (!isDisplay) return 'none';
      const [blank = ''] = /^[ \t]{0,20}/.exec(text.slice(index + 1)) ?? [];
      if (text[index + 1 + blank.length] === '\n') return 'none';
    } else if (character === '$') {
      if (index === start) return 'none';
      if (!isDisplay) return index + 1;
      if (next === undefined) return 'open';
      return next === '$' ? index + 2 : 'none';
    }
  }
  return 'open';
}

/** What would be a tag, a link or a picture where formulas are not known gets a space, which TeX does not see. */
function disarm(formula: string): string {
  const apart = formula.replaceAll('](', '] (').replaceAll('![', '! [').replaceAll('][', '] [');
  return apart.includes('>') || /\n[ \t]*</.test(apart) ? apart.replace(/<(?=[a-z/!?])/gi, '< ') : apart;
}
