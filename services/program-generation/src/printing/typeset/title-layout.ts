import { type LayoutProfile, pageSize, points } from '../layout-profiles.ts';
import type { TitlePage } from '../tree/document-tree.ts';
import { breakLines } from './break-lines.ts';
import { type Fonts, lineHeight } from './fonts.ts';
import { printable } from './text-boxes.ts';

/** A paragraph of the title page, in single lines. Lengths and sizes are points. */
export interface TitleLine {
  readonly text: string;
  readonly before: number;
  readonly size: number;
  readonly align: 'left' | 'center';
  readonly left: number;
  readonly bold: boolean;
}

const logoBox = { width: 180, height: 60 };
const underLogo = 6;

export interface TitleLayout {
  readonly logo: { readonly width: number; readonly height: number; readonly after: number } | null;
  readonly lines: readonly TitleLine[];
}

/** Where the parts of the title page stand: head at the top, foot at the bottom, the title between them. */
export function titleLayout(page: TitlePage, layout: LayoutProfile, fonts: Fonts): TitleLayout {
  const { organisation, organisationHint, details, approval, kind, title, facts, foot } = page;
  const size = layout.textSize;
  const plain = { size, before: 0, left: 0, bold: false };
  const centered = { ...plain, align: 'center' } as const;
  const small = { ...centered, size: 12 };
  const head: TitleLine[] = [
    ...(organisation
      ? [{ ...centered, text: organisation, bold: true }]
      : [
          { ...centered, text: '_'.repeat(52) },
          { ...small, text: organisationHint },
        ]),
    ...details.map((text) => ({ ...small, text })),
    ...approval.map((text, index) => ({
      ...plain,
      align: 'left' as const,
      text,
      left: points(85),
      before: index === 0 ? 24 : 3,
    })),
  ];
  const body: TitleLine[] = [
    { ...centered, text: kind.toUpperCase(), before: 18 },
    { ...centered, text: title, before: 18, size: 16, bold: true },
    ...facts.map((text, index) => ({ ...plain, align: 'left' as const, text, before: index === 0 ? 36 : 6 })),
  ];
  const last: TitleLine = { ...centered, text: foot, before: 12 };
  const logo = page.logo && { ...scaled(page.logo), after: underLogo };
  const height = points(pageSize.height - layout.margin.top - layout.margin.bottom);
  const used = getHeight([...head, ...body, last], layout, fonts) + (logo ? logo.height + logo.after : 0);
  // Some stays free in case a word processor needs more: the foot must not slip to the next page.
  const free = Math.max(0, height - used - 24);
  return { logo, lines: [...head, ...moveDown(body, free * 0.4), ...moveDown([last], free * 0.6)] };
}

function scaled({ width, height }: { width: number; height: number }) {
  const scale = Math.min(logoBox.width / width, logoBox.height / height);
  return { width: Math.max(1, width * scale), height: Math.max(1, height * scale) };
}

function getHeight(lines: readonly TitleLine[], { margin }: LayoutProfile, fonts: Fonts): number {
  const width = points(pageSize.width - margin.left - margin.right);
  const heights = lines.map(({ text, size, before, left, bold }) => {
    const runs = [{ text: printable(text), face: bold ? ('bold' as const) : ('regular' as const) }];
    return before + breakLines(runs, { fonts, size, width: width - left }).length * size * lineHeight;
  });
  return heights.reduce((sum, line) => sum + line, 0);
}

function moveDown([first, ...rest]: readonly TitleLine[], distance: number): TitleLine[] {
  return first ? [{ ...first, before: first.before + distance }, ...rest] : [];
}
