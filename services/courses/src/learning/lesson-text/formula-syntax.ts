import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';
import { maxTex } from './render-formula.ts';

const body = `((?:[^$\\\\]|\\\\[^]){1,${maxTex}})`;
/** By the rule of pandoc no space stands inside of the dollars and no digit behind them: `$5 и $10` are prices. */
const inText = new RegExp(`\\$(?!\\s)${body}(?<!\\s)\\$(?!\\d)`, 'y');
const displayed = new RegExp(`\\$\\$${body}\\$\\$`, 'y');
const wholeBlock = new RegExp(`^\\$\\$${body}\\$\\$$`);

/** Teaches a parser of Markdown `$…$` and `$$…$$`: tokens `formula`, whose markup is the dollars around them. */
export function addFormulas(markdown: MarkdownIt): void {
  markdown.inline.ruler.after('escape', 'formula', readInline);
  markdown.block.ruler.before('fence', 'formula', readBlock, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
}

function readInline(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '$') return false;
  const markup = state.src.startsWith('$$', state.pos) ? '$$' : '$';
  const form = markup === '$$' ? displayed : inText;
  form.lastIndex = state.pos;
  const tex = form.exec(state.src)?.[1];
  if (!tex?.trim()) return false;
  if (!silent) pushFormula(state, tex, markup);
  state.pos += tex.length + 2 * markup.length;
  return true;
}

function readBlock(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const begin = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
  if (!state.src.startsWith('$$', begin) || getIndent(state, startLine) >= 4) return false;
  const endOfFormula = findEnd(state, startLine, endLine);
  const source = state.getLines(startLine, endOfFormula, state.blkIndent, false).trim();
  const tex = wholeBlock.exec(source)?.[1];
  if (!tex?.trim()) return false;
  if (silent) return true;
  state.line = endOfFormula;
  pushFormula(state, tex, '$$').block = true;
  return true;
}

function getIndent(state: StateBlock, line: number): number {
  return (state.sCount[line] ?? 0) - state.blkIndent;
}

/** The line after the next dollars, which end the formula or show that there is none, or after what a formula may have. */
function findEnd(state: StateBlock, startLine: number, endLine: number): number {
  let length = 0;
  for (let line = startLine; line < endLine; line += 1) {
    const row = state.getLines(line, line + 1, state.blkIndent, false).trimStart();
    length += row.length;
    const isOutside = line > startLine && (row === '' || getIndent(state, line) < 0);
    if (isOutside || length > 2 * maxTex) return line;
    if (row.includes('$$', line === startLine ? 2 : 0)) return line + 1;
  }
  return endLine;
}

function pushFormula(state: StateBlock | StateInline, tex: string, markup: '$' | '$$') {
  const token = state.push('formula', '', 0);
  token.content = tex.trim();
  token.markup = markup;
  return token;
}
