import { maxQuestions } from '../read-question.ts';
import { readCategory } from '../text/read-category.ts';
import { scanSigns } from './gift-text.ts';

/** A question with what stands around it. */
export interface GiftBlock {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly text: string;
  readonly tags: readonly string[];
}

/** Blank lines may stand within answers, so there can be more pieces than questions. */
const maxPieces = 4 * maxQuestions;

/** More than a question may have. */
const maxTags = 100;

/** Questions of a text, which blank lines and titles divide; none if there are too many. */
export function splitBlocks(text: string): GiftBlock[] | undefined {
  const pieces: GiftBlock[] = [];
  let lines: string[] = [];
  let start = 0;
  let category: string[] = [];
  let tags: string[] = [];
  const end = () => {
    if (lines.length === 0) return;
    pieces.push({ line: start, text: lines.join('\n'), tags: [...category, ...tags] });
    lines = [];
    tags = [];
  };
  for (const [index, line] of text.split('\n').entries()) {
    if (pieces.length > maxPieces) return undefined;
    const trimmed = line.trim();
    if (trimmed === '') end();
    else if (trimmed.startsWith('//')) tags = tags.concat(findTags(trimmed)).slice(0, maxTags);
    else if (trimmed.startsWith('$CATEGORY:')) {
      end();
      category = readCategory(trimmed.slice('$CATEGORY:'.length));
    } else {
      // A title begins a question, where the blank line is forgotten too.
      if (trimmed.startsWith('::')) end();
      if (lines.length === 0) start = index + 1;
      lines.push(line);
    }
  }
  end();
  return joinPieces(pieces);
}

/** `[tag:word]` in a comment; a bracket of the word is written `\]`. */
function findTags(comment: string): string[] {
  return Array.from(comment.matchAll(/\[tag:((?:[^\\\]]|\\.){1,200})\]/g), ([, tag = '']) => tag.replace(/\\([\\\]])/g, '$1'));
}

/** Blank lines within braces divide nothing: pieces are joined up to the closing one, if no other question begins before. */
function joinPieces(pieces: readonly GiftBlock[]): GiftBlock[] {
  const blocks: GiftBlock[] = [];
  let next = 0;
  for (const [index, piece] of pieces.entries()) {
    if (index < next) continue;
    const end = isOpen(piece.text) ? findClosing(pieces, index + 1) : index;
    next = Math.max(index, end) + 1;
    blocks.push({
      ...piece,
      text: pieces
        .slice(index, next)
        .map(({ text }) => text)
        .join('\n\n'),
    });
  }
  return blocks;
}

function findClosing(pieces: readonly GiftBlock[], from: number): number {
  for (let index = from; index < pieces.length; index += 1) {
    const text = pieces[index]?.text ?? '';
    if (text.trimStart().startsWith('::')) return -1;
    const [brace] = scanSigns(text, /\\.|[{}]/gs);
    if (brace) return brace.sign === '}' ? index : -1;
  }
  return -1;
}

function isOpen(text: string): boolean {
  let depth = 0;
  for (const { sign } of scanSigns(text, /\\.|[{}]/gs)) depth += sign === '{' ? 1 : -1;
  return depth > 0;
}
