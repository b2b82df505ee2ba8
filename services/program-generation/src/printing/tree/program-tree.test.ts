import { programKinds } from '@lyceum/contracts/program-generation/program-document';
import { buildDocument } from '../../../test/documents.ts';
import { layoutOf, pageSize, points, space } from '../layout-profiles.ts';
import { loadFonts } from '../typeset/fonts.ts';
import { programTree } from './program-tree.ts';

const fonts = loadFonts();
const date = new Date('2026-11-21T10:20:30.000Z');
const cases = (['ru', 'en'] as const).flatMap((language) => programKinds.map((kind) => ({ language, kind })));

describe.each(cases)('the tables of a $kind in $language', ({ language, kind }) => {
  const document = buildDocument({ language, kind, hours: 2000, modules: 12, weeklyLimit: 54 });
  const tables = programTree({ document, letterhead: null, date }).blocks.flatMap((block) =>
    block.type === 'table' ? [block] : [],
  );

  it('are as wide as a line', () => {
    for (const { columns } of tables) expect(columns.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  it.each(Object.values(layoutOf))('have columns that break no word, in layout %#', ({ margin, tableSize }) => {
    const line = points(pageSize.width - margin.left - margin.right);
    const broken = tables.flatMap(({ columns, rows }) =>
      columns.flatMap(({ title, share }, column) => {
        const room = share * line - 2 * space.cell;
        const words = [title, ...rows.map((row) => row[column] ?? '')].flatMap((text) => text.split(/[\s-]+/));
        return words.filter((word) => fonts.width(word, 'regular', tableSize) > room);
      }),
    );
    expect(broken).toEqual([]);
  });
});
