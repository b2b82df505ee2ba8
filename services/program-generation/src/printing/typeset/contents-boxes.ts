import { contents, points, space } from '../layout-profiles.ts';
import type { Box, DrawOp } from './boxes.ts';
import { ascent, lineHeight } from './fonts.ts';
import { textBoxes } from './text-boxes.ts';
import { type Heading, type TypesetContext, toAnchor } from './typeset-context.ts';

export function contentsBoxes(title: string, headings: readonly Heading[], context: TypesetContext): Box[] {
  const { layout, fonts, width } = context;
  return [
    ...textBoxes([{ text: title.toUpperCase(), face: 'bold' }], {
      fonts,
      size: layout.textSize,
      width,
      spacing: layout.lineSpacing,
      align: 'center',
      after: space.section.after,
      keepNext: true,
    }),
    ...headings.flatMap((heading, index) => entryBoxes(heading, toAnchor(index), context)),
  ];
}

/** The heading, dots, and its page at the right margin; all of it leads to the heading. */
function entryBoxes({ text, level, page }: Heading, target: string, { layout, fonts, width, pages }: TypesetContext): Box[] {
  const size = layout.textSize;
  const lines = textBoxes([{ text, face: 'regular' }], {
    fonts,
    size,
    width: pages === 'own' ? width - points(contents.pageNumbers) : width,
    left: points((level - 1) * contents.step),
    spacing: 1,
    align: 'left',
    keepLines: true,
  });
  const number = `${page}`;
  const numberWidth = fonts.width(number, 'regular', size);
  return lines.flatMap((box, index): Box[] => {
    const drawOps = box.drawOps.map((op): DrawOp => (op.type === 'line' ? { ...op, target } : op));
    const [text] = drawOps;
    if (index < lines.length - 1 || text?.type !== 'line') return [{ ...box, drawOps }];
    const end = text.x + text.line.width;
    // A word processor moves dots and number to a line of their own.
    if (end + numberWidth > width) return [box, { ...box, height: size * lineHeight, drawOps: [] }];
    const baseline = size * ascent;
    const line = {
      pieces: [{ text: number, face: 'regular' as const, x: 0, width: numberWidth, gaps: 0 }],
      width: numberWidth,
      gaps: 0,
    };
    return [
      {
        ...box,
        drawOps: [
          ...drawOps,
          { type: 'leader', from: end, to: width - numberWidth, baseline, size },
          { type: 'line', line, x: width - numberWidth, baseline, size, target },
        ],
      },
    ];
  });
}
