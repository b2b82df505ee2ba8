import { Paragraph } from 'docx';
import type { TitlePage } from './document-tree.ts';
import { page } from './gost-7-32.ts';
import { run } from './text-run.ts';

interface TitleLine {
  readonly text: string;
  /** Space above it, in twips. */
  readonly before: number;
  readonly alignment?: 'center';
  readonly left?: number;
  readonly size?: number;
}

export function titlePage({ organisation, approval, kind, title, facts, foot }: TitlePage): Paragraph[] {
  const head: TitleLine[] = [
    { text: '_'.repeat(52), before: 0, alignment: 'center' },
    { text: organisation, before: 0, alignment: 'center' },
    ...approval.map((text, index) => ({ text, left: 4820, before: index === 0 ? 480 : 60 })),
  ];
  const body: TitleLine[] = [
    { text: kind.toUpperCase(), before: 360, alignment: 'center' },
    { text: title, before: 360, alignment: 'center', size: 32 },
    ...facts.map((text, index) => ({ text, before: index === 0 ? 720 : 120 })),
  ];
  const last: TitleLine = { text: foot, before: 240, alignment: 'center' };
  // A fifth stays free in case the letters are wider than usual: the foot must not slip to the next page.
  const free = freeHeight([...head, ...body, last]);
  const spaced = [...head, ...moveDown(body, free * 0.3), ...moveDown([last], free * 0.5)];
  return spaced.map(
    ({ text, before, alignment, left, size }) =>
      new Paragraph({
        style: 'TitlePage',
        spacing: { before },
        ...(alignment && { alignment }),
        ...(left && { indent: { left } }),
        children: [run(text, size)],
      }),
  );
}

function freeHeight(lines: readonly TitleLine[]): number {
  const charactersPerLine = 50;
  const lineHeight = 322;
  const used = lines.map(({ text, before }) => before + Math.ceil(text.length / charactersPerLine) * lineHeight);
  const height = page.size.height - page.margin.top - page.margin.bottom;
  return Math.max(0, height - used.reduce((sum, line) => sum + line, 0));
}

function moveDown([first, ...rest]: TitleLine[], distance: number): TitleLine[] {
  return first ? [{ ...first, before: first.before + Math.round(distance) }, ...rest] : [];
}
