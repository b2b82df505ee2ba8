import { points, space } from '../layout-profiles.ts';
import type { DocumentTree, PrintedElement, PrintedHeading, PrintedTable } from '../tree/document-tree.ts';
import type { Box } from './boxes.ts';
import type { Run } from './break-lines.ts';
import { lineHeight } from './fonts.ts';
import { borderWidth, tableBoxes } from './table-boxes.ts';
import { type TextStyle, textBoxes } from './text-boxes.ts';
import type { TypesetContext } from './typeset-context.ts';

export function bodyBoxes({ elements }: DocumentTree, context: TypesetContext): Box[] {
  let headings = 0;
  return elements.flatMap((element): Box[] => {
    switch (element.type) {
      case 'heading':
        headings += 1;
        return headingBoxes(element, headings - 1, context);
      case 'table':
        return [...captionedTable(element, context), ...(element.blankAfter ? [blank(context)] : [])];
      default:
        return proseBoxes(element, context);
    }
  });
}

function headingBoxes(
  { textOnPage, level, structural }: PrintedHeading,
  heading: number,
  { layout, fonts, width }: TypesetContext,
): Box[] {
  const boxes = textBoxes([{ text: textOnPage, face: 'bold' }], {
    fonts,
    size: layout.textSize,
    width,
    spacing: layout.lineSpacing,
    align: structural ? 'center' : 'left',
    indent: structural ? 0 : points(layout.indent),
    ...(level === 1 ? space.section : space.subsection),
    keepNext: true,
    keepLines: true,
  });
  return boxes.map((box, line) => (line === 0 ? { ...box, heading, newPage: level === 1 } : box));
}

type Prose = Exclude<PrintedElement, PrintedHeading | PrintedTable>;

function proseBoxes(element: Prose, { layout, fonts, width }: TypesetContext): Box[] {
  const style: TextStyle = {
    fonts,
    size: layout.textSize,
    width,
    spacing: layout.lineSpacing,
    align: 'justify',
    indent: points(layout.indent),
  };
  const regular = (text: string): Run => ({ text, face: 'regular' });
  switch (element.type) {
    case 'paragraph': {
      const { lead, text, keepWithNext: keepNext } = element;
      const runs: Run[] = [...(lead ? [{ text: `${lead} `, face: 'italic' } as const] : []), regular(text)];
      return textBoxes(runs, { ...style, keepNext });
    }
    case 'list':
      return element.items.flatMap((item) => textBoxes([regular(`–\u00a0${item}`)], style));
    case 'marked-list':
      return element.items.flatMap(({ marker, text, keepWithNext: kept }) =>
        textBoxes([regular(`${marker}\u00a0${text}`)], { ...style, keepNext: kept, keepLines: kept }),
      );
  }
}

function captionedTable(table: PrintedTable, { layout, fonts, width, height, pages }: TypesetContext): Box[] {
  const caption = (text: string, before: number) =>
    textBoxes([{ text, face: 'regular' }], {
      fonts,
      size: layout.textSize,
      width,
      spacing: 1,
      align: 'left',
      before,
      // The upper half of the frame stands above the table, the lower one below it.
      after: space.caption.after + borderWidth,
      keepNext: true,
      keepLines: true,
    });
  return [
    ...caption(table.caption, space.caption.before),
    ...tableBoxes(table, {
      fonts,
      size: layout.tableSize,
      width,
      padding: space.cell,
      pageHeight: height,
      continued: pages === 'own' ? caption(table.continuation, 0) : [],
    }),
  ];
}

function blank({ layout }: TypesetContext): Box {
  return {
    height: layout.tableSize * lineHeight,
    trailingSpace: 0,
    before: 0,
    after: 0,
    keepNext: false,
    drawOps: [],
    blank: true,
  };
}
