import type { PassageDraft } from '../passage/write-passages.ts';
import { toCleanText } from './clean-text.ts';
import { toMarkdownBlocks } from './markdown-blocks.ts';
import { countWords, maxPassageWords, type Piece, packPassages } from './pack-passages.ts';
import { splitSentences } from './sentences.ts';

export interface LessonPart {
  readonly blockId: string | null;
  /** Markdown. */
  readonly text: string;
}

interface TextPiece extends Piece {
  readonly text: string;
  /** Between it and the piece before. */
  readonly joint: string;
  readonly blockId: string | null;
  readonly headings: readonly string[];
}

const minWords = 40;
/** Longer code is cut between lines: no model reads it as one. */
const maxWhole = 4000;
const maxHeading = 200;

/** The passages of a lesson, each of one heading; `path` are the titles of its course and of itself. */
export function toLessonPassages(path: readonly string[], parts: readonly LessonPart[]): PassageDraft[] {
  const pieces = toPieces(parts);
  return packPassages(pieces, minWords).flatMap(({ first, end }) => {
    const [start, ...others] = pieces.slice(first, end);
    if (!start) return [];
    const text = others.reduce((joined, piece) => `${joined}${piece.joint}${piece.text}`, start.text);
    return { headingPath: [...path.map(toCleanText), ...start.headings], blockId: start.blockId, text, cues: null };
  });
}

function toPieces(parts: readonly LessonPart[]): TextPiece[] {
  const pieces: TextPiece[] = [];
  let headings: { level: number; text: string }[] = [];
  let begins = true;
  for (const { blockId, text } of parts) {
    for (const block of toMarkdownBlocks(toCleanText(text))) {
      if (block.kind === 'heading') {
        const { level } = block;
        headings = [...headings.filter((one) => one.level < level), { level, text: block.text.slice(0, maxHeading) }];
        begins = true;
        continue;
      }
      const texts = block.kind === 'whole' ? cutLines(block.text) : splitProse(block.text);
      for (const [index, part] of texts.entries()) {
        const joint = index === 0 || block.kind === 'whole' ? '\n\n' : part.joint;
        const path = headings.map((one) => one.text);
        pieces.push({ text: part.text, joint, blockId, headings: path, words: countWords(part.text), begins });
        begins = false;
      }
    }
  }
  return pieces;
}

function splitProse(text: string): { text: string; joint: string }[] {
  let end = 0;
  return splitSentences(text).flatMap(({ from, to }) => {
    const joint = text.slice(end, from).includes('\n') ? '\n' : ' ';
    end = to;
    return cutLong(text.slice(from, to)).map((part, index) => ({ text: part, joint: index === 0 ? joint : ' ' }));
  });
}

/** A sentence that is longer than a passage, in parts that are none. */
function cutLong(sentence: string): string[] {
  const words = sentence.match(/\S+/g) ?? [];
  if (words.length <= maxPassageWords) return [sentence];
  const parts = Math.ceil(words.length / maxPassageWords);
  const size = Math.ceil(words.length / parts);
  return Array.from({ length: parts }, (_, index) => words.slice(index * size, (index + 1) * size).join(' '));
}

function cutLines(text: string): { text: string; joint: string }[] {
  const parts: string[] = [];
  for (const line of text.split('\n')) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + line.length < maxWhole) parts[parts.length - 1] = `${last}\n${line}`;
    else parts.push(line);
  }
  return parts.filter((part) => part.trim() !== '').map((part) => ({ text: part, joint: '\n' }));
}
