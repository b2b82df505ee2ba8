import { clean } from '../../text/clean.ts';
import type { Box, DrawOp } from './boxes.ts';
import { breakLines, type Line, type Run } from './break-lines.ts';
import { ascent, type Fonts, lineHeight } from './fonts.ts';

export interface TextStyle {
  readonly fonts: Fonts;
  readonly size: number;
  readonly width: number;
  readonly align: 'left' | 'center' | 'justify';
  /** One line being 1. */
  readonly spacing: number;
  readonly indent?: number;
  readonly left?: number;
  readonly before?: number;
  readonly after?: number;
  /** Its last line keeps with what follows. */
  readonly keepNext?: boolean;
  /** It is not divided between pages. */
  readonly keepLines?: boolean;
}

// They have no glyph; word processors show nothing for them either.
const invisibleCharacters = /\p{Default_Ignorable_Code_Point}/gu;

/** Text as the fonts can show it. */
export function printable(text: string): string {
  return clean(text).replace(invisibleCharacters, '');
}

/** A paragraph, line by line; neither its first nor its last line stands alone on a page. */
export function textBoxes(runs: readonly Run[], style: TextStyle): Box[] {
  const { fonts, size, width, spacing, indent = 0, left = 0, before = 0, after = 0 } = style;
  const lines = breakLines(
    runs.map(({ text, face }) => ({ text: printable(text), face })),
    { fonts, size, width: width - left, indent },
  );
  const height = size * lineHeight * spacing;
  const under = size * lineHeight * (spacing - 1);
  const last = lines.length - 1;
  return lines.map((line, index) => ({
    height,
    trailingSpace: under,
    before: index === 0 ? before : 0,
    after: index === last ? after : 0,
    keepNext: index === last ? (style.keepNext ?? false) : (style.keepLines ?? false) || index === 0 || index === last - 1,
    drawOps: [drawLine(line, index === 0 ? indent : 0, index === last, style)],
  }));
}

function drawLine(line: Line, indent: number, last: boolean, { size, width, align, left = 0 }: TextStyle): DrawOp {
  const room = width - left - indent;
  const free = align === 'center' ? (room - line.width) / 2 : 0;
  return {
    type: 'line',
    line,
    x: left + indent + free,
    baseline: size * ascent,
    size,
    ...(align === 'justify' && !last && line.gaps > 0 && { stretch: room }),
  };
}
