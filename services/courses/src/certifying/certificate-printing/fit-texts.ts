import { breakLines } from './break-lines.ts';
import { ascent, descent, type Face } from './certificate-fonts.ts';

/** A text on lines of its own; sizes and distances are points. */
export interface TextBlock {
  readonly text: string;
  readonly face: Face;
  readonly color: string;
  readonly size: number;
  /** Rather than take a second line, the text is made smaller down to this. */
  readonly minSize: number;
  /** Between letters, by the size. */
  readonly spacing?: number;
  /** To what stands above it. */
  readonly gap: number;
}

/** Part of the page, in points. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How texts stand in their box, and how wide they are. */
export interface Manner {
  readonly align: 'left' | 'center';
  /** Whether the gaps grow until the lines fill the height of the box. */
  readonly spread: boolean;
  /** Of a text at size 1. */
  width(text: string, face: Face): number;
}

/** One line of a text, ready to be drawn. */
export interface PlacedLine {
  readonly text: string;
  readonly block: TextBlock;
  readonly size: number;
  readonly left: number;
  readonly top: number;
}

/** Of one line by its size. */
export const lineHeight = ascent + descent;

/** Lines of the texts, one below the other and all within the box: what is too much for it is made smaller. */
export function fitTexts(blocks: readonly TextBlock[], box: Box, manner: Manner): PlacedLine[] {
  const shown = blocks.filter(({ text }) => text !== '');
  let scale = 1;
  let fitted = shown.map((block) => fitBlock(block, scale, box, manner));
  while (sumHeights(fitted) > box.height) {
    scale *= 0.95;
    fitted = shown.map((block) => fitBlock(block, scale, box, manner));
  }
  const gaps = fitted.reduce((sum, { gap }) => sum + gap, 0);
  const stretch = manner.spread && gaps > 0 ? 1 + (box.height - sumHeights(fitted)) / gaps : 1;
  const placed: PlacedLine[] = [];
  let top = box.top;
  for (const { block, size, gap, lines } of fitted) {
    top += gap * stretch;
    for (const text of lines) {
      const free = box.width - measureBlock(text, block, manner) * size;
      placed.push({ text, block, size, left: box.left + (manner.align === 'center' ? free / 2 : 0), top });
      top += lineHeight * size;
    }
  }
  return placed;
}

interface FittedBlock {
  readonly block: TextBlock;
  readonly size: number;
  readonly gap: number;
  readonly lines: readonly string[];
}

function fitBlock(block: TextBlock, scale: number, box: Box, manner: Manner): FittedBlock {
  const sizeOfOneLine = box.width / measureBlock(block.text, block, manner);
  const size = Math.max(Math.min(block.size * scale, sizeOfOneLine), block.minSize * scale);
  const width = (text: string) => measureBlock(text, block, manner) * size;
  return { block, size, gap: block.gap * scale, lines: breakLines(block.text, { room: box.width, width }) };
}

function measureBlock(text: string, { face, spacing = 0 }: TextBlock, { width }: Manner): number {
  return width(text, face) + spacing * text.length;
}

function sumHeights(fitted: readonly FittedBlock[]): number {
  return fitted.reduce((sum, { gap, size, lines }) => sum + gap + lines.length * lineHeight * size, 0);
}
