import type { Face, Fonts } from './fonts.ts';

export interface Run {
  readonly text: string;
  readonly face: Face;
}

/** Text in one face; without spaces at its ends. */
export interface Piece extends Run {
  /** Where it begins, in points from the beginning of the line. */
  readonly x: number;
  readonly width: number;
  /** Spaces of the line before it. */
  readonly gaps: number;
}

export interface Line {
  readonly pieces: readonly Piece[];
  readonly width: number;
  readonly gaps: number;
}

export interface Measure {
  readonly fonts: Fonts;
  /** Points. */
  readonly size: number;
  readonly width: number;
  /** By which the first line is shorter. */
  readonly indent?: number;
}

/** Parts between which a line may end: words, and what ends with a hyphen, a dash or a slash within them. */
const unit = / +|[-–—/]*[^ \-–—/]+[-–—/]*|[-–—/]+/gu;

/** Breaks text into lines as word processors do: after spaces and hyphens, and anywhere in what is longer than a line. */
export function breakLines(runs: readonly Run[], { fonts, size, width, indent = 0 }: Measure): Line[] {
  const lines: OpenLine[] = [openLine()];
  const current = () => lines.at(-1) ?? openLine();
  const room = () => width - (lines.length === 1 ? indent : 0);
  let space: Face | undefined;
  for (const { text, face } of runs.flatMap((run) => splitByFace(run, fonts))) {
    for (const [part] of text.matchAll(unit)) {
      if (part.startsWith(' ')) {
        space = face;
        continue;
      }
      const partWidth = fonts.width(part, face, size);
      let gap = space && current().width > 0 ? fonts.width(' ', space, size) : 0;
      if (current().width > 0 && current().width + gap + partWidth > room() + tolerance) {
        lines.push(openLine());
        gap = 0;
      }
      if (partWidth <= room() + tolerance) append(current(), { text: part, face }, partWidth, gap);
      else {
        // Longer than a line: filled character by character.
        for (const character of part) {
          const characterWidth = fonts.width(character, face, size);
          if (current().width + characterWidth > room() + tolerance && current().width > 0) lines.push(openLine());
          append(current(), { text: character, face }, characterWidth, 0);
        }
      }
      space = undefined;
    }
  }
  return lines.filter(({ pieces }) => pieces.length > 0);
}

/** Parts of a run by the font that has their characters; spaces stay with what is before them. */
function splitByFace({ text, face }: Run, fonts: Fonts): Run[] {
  const runs: { text: string; face: Face }[] = [];
  for (const character of text) {
    const last = runs.at(-1);
    const own = character === ' ' ? (last?.face ?? face) : fonts.faceOf(character, face);
    if (last?.face === own) last.text += character;
    else runs.push({ text: character, face: own });
  }
  return runs;
}

const tolerance = 0.01;

interface OpenLine {
  pieces: { text: string; face: Face; x: number; width: number; gaps: number }[];
  width: number;
  gaps: number;
}

function openLine(): OpenLine {
  return { pieces: [], width: 0, gaps: 0 };
}

function append(line: OpenLine, { text, face }: Run, width: number, gap: number): void {
  const last = line.pieces.at(-1);
  if (gap > 0) line.gaps += 1;
  if (last?.face === face) {
    last.text += gap > 0 ? ` ${text}` : text;
    last.width += gap + width;
  } else line.pieces.push({ text, face, x: line.width + gap, width, gaps: line.gaps });
  line.width += gap + width;
  line.gaps += text.split(/\s+/u).length - 1;
}
