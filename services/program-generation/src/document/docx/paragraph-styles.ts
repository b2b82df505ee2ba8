import { AlignmentType, type IParagraphStyleOptions, LineRuleType } from 'docx';
import type { LayoutProfile } from '../layout-profiles.ts';
import { halfPoints, twips } from './units.ts';

/** Ids are those of Word's own styles where it has one, so that a person finds them in its list of styles. */
export function paragraphStyles({ textSize, tableSize, lineSpacing, indent }: LayoutProfile): IParagraphStyleOptions[] {
  // A line is 240. Without the rule LibreOffice takes the number for an exact height.
  const text = { line: Math.round(240 * lineSpacing), lineRule: LineRuleType.AUTO, before: 0, after: 0 };
  const single = { ...text, line: 240 };
  const title = { color: '000000', bold: true, size: halfPoints(textSize) };
  const firstLine = twips(indent);
  const heading = (level: 1 | 2 | 3, spacing: { before: number; after: number }): IParagraphStyleOptions => ({
    id: `Heading${level}`,
    name: `heading ${level}`,
    basedOn: 'Normal',
    next: 'BodyText',
    quickFormat: true,
    run: title,
    paragraph: {
      spacing: { ...text, ...spacing },
      indent: { firstLine },
      keepNext: true,
      keepLines: true,
      outlineLevel: level - 1,
    },
  });
  const contents = (level: 1 | 2 | 3): IParagraphStyleOptions => ({
    id: `TOC${level}`,
    name: `toc ${level}`,
    basedOn: 'Normal',
    paragraph: { spacing: single, indent: { left: (level - 1) * 340 } },
  });
  return [
    {
      id: 'BodyText',
      name: 'Body Text',
      basedOn: 'Normal',
      quickFormat: true,
      paragraph: { spacing: text, indent: { firstLine }, alignment: AlignmentType.JUSTIFIED },
    },
    heading(1, { before: 0, after: 240 }),
    heading(2, { before: 240, after: 120 }),
    heading(3, { before: 240, after: 120 }),
    {
      // The contents are not listed in themselves, so this one has no outline level.
      id: 'TOCHeading',
      name: 'TOC Heading',
      basedOn: 'Normal',
      next: 'BodyText',
      run: title,
      paragraph: { spacing: { ...text, after: 240 }, alignment: AlignmentType.CENTER, keepNext: true },
    },
    contents(1),
    contents(2),
    contents(3),
    {
      id: 'Caption',
      name: 'caption',
      basedOn: 'Normal',
      next: 'BodyText',
      paragraph: { spacing: { ...single, before: 120, after: 60 }, alignment: AlignmentType.LEFT, keepNext: true },
    },
    {
      id: 'TableText',
      name: 'Table Text',
      basedOn: 'Normal',
      run: { size: halfPoints(tableSize) },
      paragraph: { spacing: single },
    },
    { id: 'TitlePage', name: 'Title Page', basedOn: 'Normal', paragraph: { spacing: single } },
  ];
}
