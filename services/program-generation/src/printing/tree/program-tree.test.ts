import { type ProgramDocument, programKinds } from '@lyceum/contracts/program-generation/program-document';
import { buildDocument } from '../../../test/documents.ts';
import { layouts, pageSize, points, space } from '../layout-profiles.ts';
import { loadFonts } from '../typeset/fonts.ts';
import { programTree } from './program-tree.ts';

const fonts = loadFonts();
const date = new Date('2026-11-21T10:20:30.000Z');
const createTree = (document: ProgramDocument) => programTree({ document, letterhead: null, date });
const cases = (['ru', 'en'] as const).flatMap((language) => programKinds.map((kind) => ({ language, kind })));

describe.each(cases)('the tables of a $kind in $language', ({ language, kind }) => {
  const document = buildDocument({ language, kind, hours: 2000, modules: 12, weeklyLimit: 54 });
  const tables = createTree(document).elements.filter((element) => element.type === 'table');

  it('are as wide as a line', () => {
    for (const { columns } of tables) expect(columns.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  it.each(Object.values(layouts))('have columns that break no word, in layout %#', ({ margin, tableSize }) => {
    const line = points(pageSize.width - margin.left - margin.right);
    const broken = tables.flatMap(({ columns, rows }) =>
      columns.flatMap(({ title, share }, column) => {
        const room = share * line - 2 * space.cell;
        const words = [title, ...rows.map(({ cells }) => cells[column] ?? '')].flatMap((text) => text.split(/[\s-]+/));
        return words.filter((word) => fonts.width(word, 'regular', tableSize) > room);
      }),
    );
    expect(broken).toEqual([]);
  });
});

describe('the printed tree', () => {
  const { elements } = createTree(buildDocument());
  const tables = elements.filter((element) => element.type === 'table');
  const headings = elements.filter((element) => element.type === 'heading');

  it('numbers headings and tables in the order of the document', () => {
    expect(headings.slice(0, 3).map(({ text }) => text)).toEqual([
      '1 Общая характеристика программы',
      '1.1 Цель реализации программы',
      '1.2 Категория обучающихся, форма обучения и трудоёмкость',
    ]);
    expect(tables.map(({ caption }) => caption.split(' — ')[0])).toEqual(tables.map((_, index) => `Таблица ${index + 1}`));
    expect(tables.map(({ continuation }) => continuation)).toEqual(tables.map((_, index) => `Продолжение таблицы ${index + 1}`));
  });

  it('writes structural elements in capitals on a page and gives them no number', () => {
    const structural = headings.filter((heading) => heading.structural);
    expect(structural.map(({ text }) => text)).toEqual(['Список использованных источников', 'Сведения о подготовке документа']);
    expect(structural.map(({ textOnPage }) => textOnPage)).toEqual([
      'СПИСОК ИСПОЛЬЗОВАННЫХ ИСТОЧНИКОВ',
      'СВЕДЕНИЯ О ПОДГОТОВКЕ ДОКУМЕНТА',
    ]);
  });

  it('keeps a paragraph with the list it introduces, and with nothing else', () => {
    expect(elements).toContainEqual(expect.objectContaining({ type: 'paragraph', keepWithNext: true }));
    for (const [index, element] of elements.entries()) {
      if (element.type !== 'paragraph') continue;
      expect(element.keepWithNext).toBe(/list$/.test(elements[index + 1]?.type ?? ''));
    }
  });

  it('keeps the options of a question together, and no sources', () => {
    const lists = elements.flatMap((element) => (element.type === 'marked-list' ? [element.items] : []));
    const kept = lists.map((items) => items.map(({ keepWithNext }) => keepWithNext));
    expect(kept.slice(0, -1)).toEqual(lists.slice(0, -1).map((items) => items.map((_, index) => index < items.length - 1)));
    expect(kept.at(-1)?.includes(true)).toBe(false);
  });

  it('keeps the row of a total with the row before it', () => {
    const totalled = tables.filter(({ rows }) => rows.at(-1)?.isTotal);
    expect(totalled.length).toBeGreaterThan(1);
    for (const { rows } of totalled) {
      expect(rows.filter(({ isTotal }) => isTotal)).toHaveLength(1);
      expect(rows.map(({ keepWithNext }) => keepWithNext)).toEqual(rows.map((_, index) => index === rows.length - 2));
    }
    for (const { rows } of tables.filter((table) => !totalled.includes(table))) {
      expect(rows.some(({ keepWithNext }) => keepWithNext)).toBe(false);
    }
  });

  it('separates a table from the text below it, but not from a heading', () => {
    for (const [index, element] of elements.entries()) {
      if (element.type !== 'table') continue;
      expect(element.blankAfter).toBe(elements[index + 1]?.type !== 'heading');
    }
    expect(new Set(tables.map(({ blankAfter }) => blankAfter))).toEqual(new Set([true, false]));
  });
});
