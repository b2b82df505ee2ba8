import { ImageRun, Paragraph } from 'docx';
import type { LayoutProfile } from '../layout-profiles.ts';
import { pageSize } from '../layout-profiles.ts';
import type { Logo, TitlePage } from '../tree/document-tree.ts';
import { run } from './text-run.ts';
import { halfPoints, twips } from './units.ts';

interface TitleLine {
  readonly text: string;
  /** Space above it, in twips. */
  readonly before: number;
  readonly alignment?: 'center';
  readonly left?: number;
  readonly size?: number;
  readonly bold?: boolean;
}

/** Pixels of 1/96 inch. */
const logoBox = { width: 240, height: 80 };

export function titlePage(page: TitlePage, layout: LayoutProfile): Paragraph[] {
  const { logo, organisation, organisationHint, details, approval, kind, title, facts, foot } = page;
  const small = halfPoints(12);
  const head: TitleLine[] = [
    ...(organisation
      ? [{ text: organisation, before: 0, alignment: 'center' as const, bold: true }]
      : [
          { text: '_'.repeat(52), before: 0, alignment: 'center' as const },
          { text: organisationHint, before: 0, alignment: 'center' as const, size: small },
        ]),
    ...details.map((text) => ({ text, before: 0, alignment: 'center' as const, size: small })),
    ...approval.map((text, index) => ({ text, left: twips(85), before: index === 0 ? 480 : 60 })),
  ];
  const body: TitleLine[] = [
    { text: kind.toUpperCase(), before: 360, alignment: 'center' },
    { text: title, before: 360, alignment: 'center', size: halfPoints(16), bold: true },
    ...facts.map((text, index) => ({ text, before: index === 0 ? 720 : 120 })),
  ];
  const last: TitleLine = { text: foot, before: 240, alignment: 'center' };
  // A fifth stays free in case the letters are wider than usual: the foot must not slip to the next page.
  const free = freeHeight([...head, ...body, last], layout, logo ? logoBox.height * 15 : 0);
  const spaced = [...head, ...moveDown(body, free * 0.3), ...moveDown([last], free * 0.5)];
  return [
    ...(logo ? [picture(logo, page.organisation)] : []),
    ...spaced.map(
      ({ text, before, alignment, left, size, bold }) =>
        new Paragraph({
          style: 'TitlePage',
          spacing: { before },
          ...(alignment && { alignment }),
          ...(left && { indent: { left } }),
          children: [run(text, { ...(size && { size }), ...(bold && { bold }) })],
        }),
    ),
  ];
}

function picture({ type, data, width, height }: Logo, organisation: string): Paragraph {
  const scale = Math.min(logoBox.width / width, logoBox.height / height);
  return new Paragraph({
    style: 'TitlePage',
    alignment: 'center',
    spacing: { after: 120 },
    children: [
      new ImageRun({
        type,
        data,
        transformation: { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) },
        altText: { name: 'logo', title: organisation, description: organisation || 'logo' },
      }),
    ],
  });
}

function freeHeight(lines: readonly TitleLine[], { margin, textSize }: LayoutProfile, taken: number): number {
  const charactersPerLine = 50;
  const lineHeight = textSize * 23;
  const used = lines.map(({ text, before }) => before + Math.ceil(text.length / charactersPerLine) * lineHeight);
  const height = twips(pageSize.height - margin.top - margin.bottom);
  return Math.max(0, height - taken - used.reduce((sum, line) => sum + line, 0));
}

function moveDown([first, ...rest]: TitleLine[], distance: number): TitleLine[] {
  return first ? [{ ...first, before: first.before + Math.round(distance) }, ...rest] : [];
}
