import { AlignmentType, type IParagraphStyleOptions, LineRuleType } from 'docx';
import { contents, type LayoutProfile, space } from '../layout-profiles.ts';
import { halfPoints, twips, twipsOfPoints } from './units.ts';

/** Ids are those of Word's own styles where it has one, so that a person finds them in its list of styles. */
export function paragraphStyles({ textSize, tableSize, lineSpacing, indent }: LayoutProfile): IParagraphStyleOptions[] {
  // A line is 240. Without the rule LibreOffice takes the number for an exact height.
  const text = { line: Math.round(240 * lineSpacing), lineRule: LineRuleType.AUTO, before: 0, after: 0 };
  const single = { ...text, line: 240 };
  const title = { color: '000000', bold: true, size: halfPoints(textSize) };
  const firstLine = twips(indent);
  const heading = (level: 1 | 2 | 3, spacing: Spacing): IParagraphStyleOptions => ({
    id: `Heading${level}`,
    name: `heading ${level}`,
    basedOn: 'Normal',
    next: 'BodyText',
    quickFormat: true,
    run: title,
    paragraph: {
      spacing: { ...text, ...around(spacing) },
      indent: { firstLine },
      keepNext: true,
      keepLines: true,
      outlineLevel: level - 1,
    },
  });
  const entry = (level: 1 | 2 | 3): IParagraphStyleOptions => ({
    id: `TOC${level}`,
    name: `toc ${level}`,
    basedOn: 'Normal',
    paragraph: { spacing: single, indent: { left: (level - 1) * twips(contents.step) } },
  });
  return [
    {
      id: 'BodyText',
      name: 'Body Text',
      basedOn: 'Normal',
      quickFormat: true,
      paragraph: { spacing: text, indent: { firstLine }, alignment: AlignmentType.JUSTIFIED },
    },
    heading(1, space.section),
    heading(2, space.subsection),
    heading(3, space.subsection),
    {
      // The contents are not listed in themselves, so this one has no outline level.
      id: 'TOCHeading',
      name: 'TOC Heading',
      basedOn: 'Normal',
      next: 'BodyText',
      run: title,
      paragraph: { spacing: { ...text, ...around(space.section) }, alignment: AlignmentType.CENTER, keepNext: true },
    },
    entry(1),
    entry(2),
    entry(3),
    {
      id: 'Caption',
      name: 'caption',
      basedOn: 'Normal',
      next: 'BodyText',
      paragraph: { spacing: { ...single, ...around(space.caption) }, alignment: AlignmentType.LEFT, keepNext: true },
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

interface Spacing {
  readonly before: number;
  readonly after: number;
}

function around({ before, after }: Spacing): Spacing {
  return { before: twipsOfPoints(before), after: twipsOfPoints(after) };
}
