import type { ProgramSource } from '@lyceum/contracts/program-generation/program-document';
import { documentLabels } from '../labels/all-labels.ts';
import { sourceRecord } from './sources.ts';

const typicalSource: ProgramSource = {
  id: 's1',
  type: 'book',
  authors: ['Иванов И. И.'],
  title: 'Основы предмета',
  publication: 'Москва : Наука',
  year: 2024,
  extent: '210 с.',
  url: null,
  accessed: null,
  origin: 'person',
};
const web = { url: 'https://example.org/page', accessed: '2026-11-20' };

describe('a record by ГОСТ Р 7.0.100-2018', () => {
  it.each<[string, Partial<ProgramSource>, string]>([
    ['a book', {}, 'Иванов, И. И. Основы предмета / И. И. Иванов. — Москва : Наука, 2024. — 210 с. — Текст : непосредственный.'],
    [
      'a book of four authors',
      { authors: ['Иванов И. И.', 'П. П. Петров', 'Сидоров С.С.', 'Яковлев Я. Я.'] },
      'Основы предмета / И. И. Иванов, П. П. Петров, С. С. Сидоров, Я. Я. Яковлев. — Москва : Наука, 2024. — 210 с. — Текст : непосредственный.',
    ],
    [
      'a book of five authors',
      { authors: ['Иванов И. И.', 'Петров П. П.', 'Сидоров С. С.', 'Яковлев Я. Я.', 'Юрьев Ю. Ю.'] },
      'Основы предмета / И. И. Иванов, П. П. Петров, С. С. Сидоров [и др.]. — Москва : Наука, 2024. — 210 с. — Текст : непосредственный.',
    ],
    [
      'an article',
      { type: 'article', publication: 'Журнал', extent: '№ 3. — С. 5–9' },
      'Иванов, И. И. Основы предмета / И. И. Иванов. — Текст : непосредственный // Журнал. — 2024. — № 3. — С. 5–9.',
    ],
    [
      'an act',
      { type: 'law', authors: [], publication: 'Собрание законодательства', extent: '' },
      'Основы предмета. — Собрание законодательства, 2024. — Текст : непосредственный.',
    ],
    [
      'a page of a site',
      { type: 'web', authors: [], publication: 'Справочник', year: null, extent: '', ...web },
      'Основы предмета. — Текст : электронный // Справочник : сайт. — URL: https://example.org/page (дата обращения: 20.11.2026).',
    ],
    [
      'a site',
      { type: 'web', authors: [], publication: '', year: null, extent: '', ...web },
      'Основы предмета : сайт. — URL: https://example.org/page (дата обращения: 20.11.2026). — Текст : электронный.',
    ],
  ])('names %s', (_name, changes, record) => {
    expect(sourceRecord({ ...typicalSource, ...changes }, documentLabels.ru).replaceAll('\u00a0', ' ')).toBe(record);
  });
});
