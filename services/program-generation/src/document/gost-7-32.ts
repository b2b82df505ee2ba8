import { AlignmentType, type IParagraphStyleOptions, LineRuleType } from 'docx';

/**
 * Layout of ГОСТ 7.32-2017, chosen by us: no act prescribes how a programme looks. Lengths are twentieths of a point
 * (1 mm = 56.693), sizes half points.
 */
export const page = {
  // А4; 6.1.1: left 30, right 15, top and bottom 20 mm.
  size: { width: 11906, height: 16838 },
  margin: { left: 1701, right: 850, top: 1134, bottom: 1134, header: 567, footer: 567, gutter: 0 },
};

export const twipsPerMm = 56.693;
export const font = 'Times New Roman';
export const textSize = 28;
const tableSize = 24;
/** 1.25 cm. */
export const indent = 709;
/** One and a half, 240 being one line. Without the rule LibreOffice takes the number for an exact height. */
const lineSpacing = { line: 360, lineRule: LineRuleType.AUTO, before: 0, after: 0 };
const singleSpacing = { line: 240, lineRule: LineRuleType.AUTO, before: 0, after: 0 };

const heading = { color: '000000', bold: true, size: textSize };

/** Ids are those of Word's own styles where it has one, so that a person finds them in its list of styles. */
export const paragraphStyles: readonly IParagraphStyleOptions[] = [
  {
    id: 'BodyText',
    name: 'Body Text',
    basedOn: 'Normal',
    quickFormat: true,
    paragraph: { spacing: lineSpacing, indent: { firstLine: indent }, alignment: AlignmentType.JUSTIFIED },
  },
  {
    id: 'Heading1',
    name: 'heading 1',
    basedOn: 'Normal',
    next: 'BodyText',
    quickFormat: true,
    run: heading,
    paragraph: {
      spacing: { ...lineSpacing, after: 240 },
      indent: { firstLine: indent },
      keepNext: true,
      keepLines: true,
      outlineLevel: 0,
    },
  },
  {
    id: 'Heading2',
    name: 'heading 2',
    basedOn: 'Normal',
    next: 'BodyText',
    quickFormat: true,
    run: heading,
    paragraph: {
      spacing: { ...lineSpacing, before: 240, after: 120 },
      indent: { firstLine: indent },
      keepNext: true,
      keepLines: true,
      outlineLevel: 1,
    },
  },
  {
    // The contents are not listed in themselves, so this one has no outline level.
    id: 'TOCHeading',
    name: 'TOC Heading',
    basedOn: 'Normal',
    next: 'BodyText',
    run: heading,
    paragraph: {
      spacing: { ...lineSpacing, after: 240 },
      alignment: AlignmentType.CENTER,
      keepNext: true,
    },
  },
  { id: 'TOC1', name: 'toc 1', basedOn: 'Normal', paragraph: { spacing: lineSpacing, indent: { left: 0 } } },
  { id: 'TOC2', name: 'toc 2', basedOn: 'Normal', paragraph: { spacing: lineSpacing, indent: { left: 340 } } },
  {
    id: 'Caption',
    name: 'caption',
    basedOn: 'Normal',
    next: 'BodyText',
    paragraph: { spacing: { ...singleSpacing, before: 120, after: 60 }, alignment: AlignmentType.LEFT, keepNext: true },
  },
  {
    id: 'TableText',
    name: 'Table Text',
    basedOn: 'Normal',
    run: { size: tableSize },
    paragraph: { spacing: singleSpacing },
  },
  { id: 'TitlePage', name: 'Title Page', basedOn: 'Normal', paragraph: { spacing: singleSpacing } },
];
