import { points, space } from '../layout-profiles.ts';
import type { Block, DocumentTree, HeadingBlock, TableBlock } from '../tree/document-tree.ts';
import type { Box } from './boxes.ts';
import type { Run } from './break-lines.ts';
import { lineHeight } from './fonts.ts';
import type { Setting } from './setting.ts';
import { frameWidth, tableBoxes } from './table-boxes.ts';
import { type TextStyle, textBoxes } from './text-boxes.ts';

export function headingText({ number, text }: HeadingBlock): string {
  return number === null ? text.toUpperCase() : `${number} ${text}`;
}

export function bodyBoxes(tree: DocumentTree, setting: Setting): Box[] {
  let headings = 0;
  return tree.blocks.flatMap((block, index): Box[] => {
    const next = tree.blocks[index + 1];
    switch (block.type) {
      case 'heading':
        headings += 1;
        return headingBoxes(block, headings - 1, setting);
      case 'table':
        return [...captionedTable(block, tree, setting), ...(next && next.type !== 'heading' ? [blank(setting)] : [])];
      default:
        return proseBoxes(block, next, setting);
    }
  });
}

function headingBoxes(block: HeadingBlock, heading: number, { layout, fonts, width }: Setting): Box[] {
  const centered = block.number === null;
  const boxes = textBoxes([{ text: headingText(block), face: 'bold' }], {
    fonts,
    size: layout.textSize,
    width,
    spacing: layout.lineSpacing,
    align: centered ? 'center' : 'left',
    indent: centered ? 0 : points(layout.indent),
    ...(block.level === 1 ? space.section : space.subsection),
    keepNext: true,
    keepLines: true,
  });
  return boxes.map((box, line) => (line === 0 ? { ...box, heading, newPage: block.level === 1 } : box));
}

type Prose = Exclude<Block, HeadingBlock | TableBlock>;

function proseBoxes(block: Prose, next: Block | undefined, { layout, fonts, width }: Setting): Box[] {
  const style: TextStyle = {
    fonts,
    size: layout.textSize,
    width,
    spacing: layout.lineSpacing,
    align: 'justify',
    indent: points(layout.indent),
  };
  const regular = (text: string): Run => ({ text, face: 'regular' });
  switch (block.type) {
    case 'paragraph': {
      const lead: Run[] = block.lead ? [{ text: `${block.lead} `, face: 'italic' }] : [];
      // What introduces a list stays with it.
      const keepNext = next?.type === 'list' || next?.type === 'marked-list';
      return textBoxes([...lead, regular(block.text)], { ...style, keepNext });
    }
    case 'list':
      return block.items.flatMap((item) => textBoxes([regular(`–\u00a0${item}`)], style));
    case 'marked-list':
      return block.items.flatMap(({ marker, text }, index) => {
        const kept = block.together && index < block.items.length - 1;
        return textBoxes([regular(`${marker}\u00a0${text}`)], { ...style, keepNext: kept, keepLines: kept });
      });
  }
}

function captionedTable(
  block: TableBlock,
  { tableWord, tableGoesOn }: Pick<DocumentTree, 'tableWord' | 'tableGoesOn'>,
  { layout, fonts, width, height, pages }: Setting,
): Box[] {
  const caption = (text: string, before: number) =>
    textBoxes([{ text, face: 'regular' }], {
      fonts,
      size: layout.textSize,
      width,
      spacing: 1,
      align: 'left',
      before,
      // The upper half of the frame stands above the table, the lower one below it.
      after: space.caption.after + frameWidth,
      keepNext: true,
      keepLines: true,
    });
  return [
    ...caption(`${tableWord} ${block.number} — ${block.caption}`, space.caption.before),
    ...tableBoxes(block, {
      fonts,
      size: layout.tableSize,
      width,
      padding: space.cell,
      pageHeight: height,
      continued: pages === 'own' ? caption(tableGoesOn(block.number), 0) : [],
    }),
  ];
}

/** A line between the table and the text under it (ГОСТ 7.32-2017, 6.6). */
function blank({ layout }: Setting): Box {
  return { height: layout.tableSize * lineHeight, hang: 0, before: 0, after: 0, keepNext: false, inks: [], blank: true };
}
