import { type Face, type Fonts, replacement } from './fonts.ts';

export interface Run {
  readonly text: string;
  readonly face: Face;
  /** Characters that no font has, each shown as a replacement in the text. */
  readonly missing?: string;
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
  let isSpaced = false;
  for (const { text, face } of runs) {
    for (const [part] of text.matchAll(unit)) {
      if (part.startsWith(' ')) {
        isSpaced = true;
        continue;
      }
      const shown = showByFace(part, face, fonts).map((run) => ({ run, width: fonts.width(run.text, run.face, size) }));
      const partWidth = shown.reduce((sum, { width }) => sum + width, 0);
      const before = current().pieces.at(-1);
      let gap = isSpaced && before ? fonts.width(' ', before.face, size) : 0;
      if (current().width > 0 && current().width + gap + partWidth > room() + tolerance) {
        lines.push(openLine());
        gap = 0;
      }
      if (partWidth <= room() + tolerance) {
        for (const [index, { run, width }] of shown.entries()) append(current(), run, width, index === 0 ? gap : 0);
      } else {
        // Longer than a line: filled character by character.
        for (const character of part) {
          const run = show(character, face, fonts);
          const characterWidth = fonts.width(run.text, run.face, size);
          if (current().width + characterWidth > room() + tolerance && current().width > 0) lines.push(openLine());
          append(current(), run, characterWidth, 0);
        }
      }
      isSpaced = false;
    }
  }
  return lines.filter(({ pieces }) => pieces.length > 0);
}

/** A character in the wanted face or the one that stands in for it. */
function show(character: string, wanted: Face, fonts: Fonts): Required<Run> {
  const face = fonts.findFace(character, wanted);
  return face ? { text: character, face, missing: '' } : { ...replacement, missing: character };
}

/** Runs of one face each. */
function showByFace(text: string, wanted: Face, fonts: Fonts): Required<Run>[] {
  const runs: { text: string; face: Face; missing: string }[] = [];
  for (const character of text) {
    const run = show(character, wanted, fonts);
    const last = runs.at(-1);
    if (last?.face === run.face) {
      last.text += run.text;
      last.missing += run.missing;
    } else runs.push({ ...run });
  }
  return runs;
}

const tolerance = 0.01;

interface OpenLine {
  pieces: { text: string; face: Face; missing: string; x: number; width: number; gaps: number }[];
  width: number;
  gaps: number;
}

function openLine(): OpenLine {
  return { pieces: [], width: 0, gaps: 0 };
}

function append(line: OpenLine, { text, face, missing }: Required<Run>, width: number, gap: number): void {
  const last = line.pieces.at(-1);
  if (gap > 0) line.gaps += 1;
  if (last?.face === face) {
    last.text += gap > 0 ? ` ${text}` : text;
    last.width += gap + width;
    last.missing += missing;
  } else line.pieces.push({ text, face, missing, x: line.width + gap, width, gaps: line.gaps });
  line.width += gap + width;
  line.gaps += text.split(/\s+/u).length - 1;
}
