import { ImageRun, Paragraph } from 'docx';
import { clean } from '../../text/clean.ts';
import type { Logo, TitlePage } from '../tree/document-tree.ts';
import type { TitleLayout } from '../typeset/title-layout.ts';
import { run } from './text-run.ts';
import { halfPoints, twipsOfPoints } from './units.ts';

export function titlePage(page: TitlePage, { logo, lines }: TitleLayout): Paragraph[] {
  return [
    ...(page.logo && logo ? [picture(page.logo, logo, page.organisation)] : []),
    ...lines.map(
      ({ text, before, align, left, size, bold }) =>
        new Paragraph({
          style: 'TitlePage',
          spacing: { before: twipsOfPoints(before) },
          alignment: align,
          indent: { left: twipsOfPoints(left) },
          children: [run(text, { size: halfPoints(size), bold })],
        }),
    ),
  ];
}

function picture(
  { type, data }: Logo,
  { width, height, after }: NonNullable<TitleLayout['logo']>,
  organisation: string,
): Paragraph {
  // Pixels of 1/96 inch.
  const pixels = (points: number) => Math.max(1, Math.round((points * 96) / 72));
  return new Paragraph({
    style: 'TitlePage',
    alignment: 'center',
    spacing: { after: twipsOfPoints(after) },
    children: [
      new ImageRun({
        type,
        data,
        transformation: { width: pixels(width), height: pixels(height) },
        // The library would count through the life of the process.
        altText: { id: '1', name: 'logo', description: clean(organisation) || 'logo' },
      }),
    ],
  });
}
