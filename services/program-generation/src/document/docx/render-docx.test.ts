import type { HourPlan, ProgramDocument, ProgramRequest } from '@lyceum/contracts/program-generation';
import type { Element } from '@xmldom/xmldom';
import fc from 'fast-check';
import { anyProgramRequest, buildProgramRequest } from '../../test/factories.ts';
import { all, attributeOf, cellsOf, child, type ReadDocx, readDocx, styleOf, textOf } from '../../test/read-docx.ts';
import { outlineComposer } from '../composer/outline-composer.ts';
import { createRenderer, type Renderer } from './create-renderer.ts';
import { renderDocx } from './render-docx.ts';

const date = new Date('2026-11-21T10:20:30.000Z');
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `Тема номер ${index + 1}`);

const ordinary: Readonly<Record<string, ProgramRequest>> = {
  'professional development': buildProgramRequest(),
  'professional retraining': buildProgramRequest({
    kind: 'professional-retraining',
    hours: 500,
    topics: numbered(30),
    level: 'advanced',
  }),
  'general development': buildProgramRequest({ kind: 'general-development', hours: 34, level: 'beginner' }),
  'a discipline in English': buildProgramRequest({
    title: 'Data analysis',
    audience: 'students of economics',
    topics: ['Vectors', 'Data frames', 'Plots'],
    kind: 'discipline',
    hours: 144,
    language: 'en',
  }),
  'four hours for sixty topics': buildProgramRequest({ kind: 'course-plan', hours: 4, topics: numbered(60), language: 'en' }),
  'two thousand hours for one topic': buildProgramRequest({ kind: 'course-plan', hours: 2000, topics: ['Всё'] }),
};

const hostile: Readonly<Record<string, ProgramRequest>> = Object.fromEntries(
  (['ru', 'en'] as const).map((language) => [
    `hostile text in ${language}`,
    buildProgramRequest({
      language,
      title: '<w:p>&amp;</w:p> ]]> "q" \'a\' {{title}}...',
      audience: '=HYPERLINK("http://example.org","x") \u202Eneddih\u202C',
      topics: [
        '=SUM(A1:A9)',
        'مرحبا بالعالم',
        '👩‍🏫 урок 𝔘',
        '</w:t><w:br/>',
        '...',
        'PAGEREF _Toc1 \\h',
        'два  пробела\u2028строка',
        'x\uFFFF\uFFFE',
      ],
    }),
  ]),
);

function compose(request: ProgramRequest): Promise<ProgramDocument> {
  return outlineComposer.compose(request, { signal: new AbortController().signal, onProgress: async () => {} });
}

async function print(request: ProgramRequest): Promise<{ document: ProgramDocument; docx: ReadDocx }> {
  const document = await compose(request);
  return { document, docx: readDocx(await renderDocx({ request, document, date })) };
}

const isHeading = (block: Element) => /^Heading\d$/.test(styleOf(block));
const headingsOf = ({ blocks }: ReadDocx) => blocks.filter(isHeading);
const contentsOf = ({ blocks }: ReadDocx) => blocks.filter((block) => /^TOC\d$/.test(styleOf(block)));
/** Twips; a tenth of a millimetre is 6. */
const within = (value: string | null | undefined, expected: number, tolerance = 6) =>
  expect(Math.abs(Number(value ?? Number.NaN) - expected)).toBeLessThanOrEqual(tolerance);

describe.each(Object.entries({ ...ordinary, ...hostile }))('the document of %s', (_, request) => {
  const ru = request.language === 'ru';
  let document: ProgramDocument;
  let docx: ReadDocx;

  beforeAll(async () => {
    ({ document, docx } = await print(request));
  });

  it('is a package of well-formed parts that refer to each other and to nothing else (D1, D12)', () => {
    const paths = Object.keys(docx.parts);
    expect(paths).toEqual(expect.arrayContaining(['[Content_Types].xml', 'word/document.xml', 'docProps/core.xml']));
    expect(paths.filter((path) => path.includes('..') || path.startsWith('/') || /vba|\.bin$/i.test(path))).toEqual([]);
    for (const path of paths) expect(docx.root(path).tagName).not.toBe('');
    // What XML 1.0 does not allow in a document, written or as a reference.
    for (const path of paths)
      expect(docx.text(path)).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]|&#x?(0|1|f{4}|fffe);/iu);
    for (const path of paths.filter((name) => name.endsWith('.rels'))) {
      for (const relationship of all(docx.root(path), 'Relationship')) {
        expect(relationship.getAttribute('TargetMode')).not.toBe('External');
        const target = relationship.getAttribute('Target') ?? '';
        expect(paths).toContain(path === '_rels/.rels' ? target : `word/${target}`);
      }
    }
    const ids = all(docx.root('word/_rels/document.xml.rels'), 'Relationship').map((element) => element.getAttribute('Id'));
    for (const reference of all(docx.root('word/document.xml'), 'w:footerReference', 'w:headerReference')) {
      expect(ids).toContain(reference.getAttribute('r:id'));
    }
  });

  it('has A4 pages with margins of 30, 15, 20 and 20 mm (D2)', () => {
    const sections = all(docx.root('word/document.xml'), 'w:sectPr');
    expect(sections.length).toBeGreaterThan(0);
    for (const section of sections) {
      within(attributeOf(section, 'w:pgSz', 'w:w'), 11906, 10);
      within(attributeOf(section, 'w:pgSz', 'w:h'), 16838, 10);
      const margins = child(section, 'w:pgMar');
      within(margins?.getAttribute('w:left'), 1701);
      within(margins?.getAttribute('w:right'), 850);
      within(margins?.getAttribute('w:top'), 1134);
      within(margins?.getAttribute('w:bottom'), 1134);
      expect(margins?.getAttribute('w:gutter')).toBe('0');
    }
  });

  it('is set in black Times New Roman 14, in tables 12 (D3)', () => {
    const fonts = child(all(docx.root('word/styles.xml'), 'w:rPrDefault')[0], 'w:rPr');
    for (const script of ['w:ascii', 'w:hAnsi', 'w:cs', 'w:eastAsia']) {
      expect(attributeOf(fonts, 'w:rFonts', script)).toBe('Times New Roman');
    }
    expect(attributeOf(fonts, 'w:sz', 'w:val')).toBe('28');
    expect(attributeOf(fonts, 'w:szCs', 'w:val')).toBe('28');
    expect(all(docx.root('word/document.xml'), 'w:rFonts')).toEqual([]);
    for (const paragraph of docx.paragraphs) {
      const smallest = styleOf(paragraph) === 'TableText' ? 24 : 28;
      expect(Number(docx.effective(paragraph, 'w:rPr', 'w:sz', 'w:val'))).toBeGreaterThanOrEqual(smallest);
      expect(docx.effective(paragraph, 'w:rPr', 'w:rFonts', 'w:ascii')).toBe('Times New Roman');
      expect([null, 'auto', '000000']).toContain(docx.effective(paragraph, 'w:rPr', 'w:color', 'w:val'));
    }
  });

  it('has justified text with one and a half lines and an indent of 1.25 cm, and table cells without it (D4)', () => {
    const body = docx.paragraphs.filter((paragraph) => styleOf(paragraph) === 'BodyText');
    expect(body.length).toBeGreaterThan(10);
    for (const paragraph of body) {
      expect(docx.effective(paragraph, 'w:pPr', 'w:spacing', 'w:line')).toBe('360');
      expect(docx.effective(paragraph, 'w:pPr', 'w:spacing', 'w:lineRule')).toBe('auto');
      expect(docx.effective(paragraph, 'w:pPr', 'w:spacing', 'w:before')).toBe('0');
      expect(docx.effective(paragraph, 'w:pPr', 'w:spacing', 'w:after')).toBe('0');
      within(docx.effective(paragraph, 'w:pPr', 'w:ind', 'w:firstLine'), 709, 3);
      expect(docx.effective(paragraph, 'w:pPr', 'w:jc', 'w:val')).toBe('both');
    }
    for (const cell of docx.tables.flatMap((table) => all(table, 'w:p'))) {
      expect(Number(docx.effective(cell, 'w:pPr', 'w:ind', 'w:firstLine'))).toBe(0);
    }
  });

  it('numbers pages at the foot, from the page after the title (D5)', () => {
    const section = all(docx.root('word/document.xml'), 'w:sectPr')[0];
    expect(child(section, 'w:titlePg')).toBeDefined();
    expect(all(section, 'w:headerReference')).toEqual([]);
    expect(all(section, 'w:footerReference').map((reference) => reference.getAttribute('w:type'))).toEqual(['default']);
    expect([null, '1']).toContain(attributeOf(section, 'w:pgNumType', 'w:start'));
    const footer = docx.root('word/footer1.xml');
    expect(all(footer, 'w:instrText').map(({ textContent }) => textContent?.trim())).toEqual(['PAGE']);
    expect(textOf(footer)).not.toContain('.');
    const [paragraph] = all(footer, 'w:p');
    expect(attributeOf(child(paragraph, 'w:pPr'), 'w:jc', 'w:val')).toBe('center');
    expect(attributeOf(child(paragraph, 'w:pPr'), 'w:ind', 'w:firstLine')).toBeNull();
  });

  it('has bold headings numbered without gaps, without a full stop, sections on new pages (D6)', () => {
    const headings = headingsOf(docx);
    const numbers: string[] = [];
    for (const heading of headings) {
      const text = textOf(heading);
      expect(text).not.toMatch(/[.\s]$/);
      expect(docx.effective(heading, 'w:pPr', 'w:outlineLvl', 'w:val')).toBe(`${Number(styleOf(heading).slice(-1)) - 1}`);
      expect(docx.effective(heading, 'w:pPr', 'w:keepNext', 'w:val')).toBe('true');
      expect(docx.effective(heading, 'w:rPr', 'w:b', 'w:val')).toBe('true');
      expect(docx.effective(heading, 'w:rPr', 'w:u', 'w:val')).toBeNull();
      if (styleOf(heading) === 'Heading1') expect(docx.effective(heading, 'w:pPr', 'w:pageBreakBefore', 'w:val')).toBe('true');
      const [, number] = /^(\d+(?:\.\d+)*) \S/.exec(text) ?? [];
      if (number) numbers.push(number);
      else {
        expect(text).toBe(text.toUpperCase());
        expect(docx.effective(heading, 'w:pPr', 'w:jc', 'w:val')).toBe('center');
      }
    }
    const modules = document.modules.map((_module, index) => `3.${index + 1}`);
    expect(numbers).toEqual(['1', '1.1', '1.2', '1.3', '2', '3', ...modules, '4', '4.1', '4.2']);
  });

  it('lists every heading in its contents, with its page, before Word has counted them (D7)', () => {
    expect(docx.text('word/document.xml')).toMatch(/TOC [^<]*\\o &quot;1-3&quot;/);
    const entries = contentsOf(docx).map((entry) => textOf(entry).split('\t'));
    expect(entries.map(([title]) => title)).toEqual(headingsOf(docx).map(textOf));
    const pages = entries.map(([, page]) => Number(page));
    expect(pages[0]).toBeGreaterThanOrEqual(3);
    expect(pages).toEqual(pages.toSorted((one, other) => one - other));
  });

  it('captions and cites every table, repeats its head and keeps its rows whole (D8)', () => {
    const word = ru ? 'Таблица' : 'Table';
    const seen: string[] = [];
    const texts = docx.blocks.map(textOf);
    docx.tables.forEach((table, index) => {
      const at = docx.blocks.indexOf(table);
      const caption = docx.blocks[at - 1];
      expect(textOf(caption)).toMatch(new RegExp(`^${word} ${index + 1} — .+[^.]$`));
      if (!caption) return;
      expect(docx.effective(caption, 'w:pPr', 'w:jc', 'w:val')).toBe('left');
      expect(docx.effective(caption, 'w:pPr', 'w:ind', 'w:firstLine')).toBeNull();
      expect(docx.effective(caption, 'w:pPr', 'w:keepNext', 'w:val')).toBe('true');
      const before = texts.slice(0, at - 1).join('\n');
      expect(before).toMatch(new RegExp(`${ru ? 'таблиц[а-я]+' : 'table'} ${index + 1}\\b`));
      const rows = all(table, 'w:tr');
      expect(all(rows[0], 'w:tblHeader')).toHaveLength(1);
      for (const row of rows) expect(all(row, 'w:cantSplit')).toHaveLength(1);
      seen.push(textOf(caption));
    });
    expect(seen).toHaveLength(document.modules.length + 2);
  });

  it('prints the hours of the model, and they add up in every table', () => {
    const total = ru ? 'Итого' : 'Total';
    const numbersOf = (row: readonly string[]) => row.slice(2).map((cell) => (cell === '–' ? 0 : Number(cell)));
    const valuesOf = (plan: HourPlan) => [plan.lectures, plan.practice, plan.selfStudy, plan.assessment, plan.total];
    const expected = [
      { rows: document.modules.map(({ hours }) => hours), sum: document.hours, extra: 1 },
      ...document.modules.map(({ topics, hours }) => ({ rows: topics.map((topic) => topic.hours), sum: hours, extra: 0 })),
    ];
    expected.forEach(({ rows, sum, extra }, index) => {
      const table = docx.tables[index];
      if (!table) throw new Error('a table is missing');
      const printed = cellsOf(table).slice(1);
      const lines = printed.slice(0, -1).map(numbersOf);
      expect(printed).toHaveLength(rows.length + extra + 1);
      expect(lines.slice(0, rows.length)).toEqual(rows.map(valuesOf));
      const last = printed.at(-1) ?? [];
      expect(last[1]).toBe(total);
      expect(numbersOf(last)).toEqual(valuesOf(sum));
      expect(valuesOf(sum).map((_value, column) => lines.reduce((added, line) => added + (line[column] ?? 0), 0))).toEqual(
        valuesOf(sum),
      );
    });
  });

  it('names its language, title and author, and holds no leftovers of a template (D11)', () => {
    expect(all(docx.root('word/styles.xml'), 'w:lang')[0]?.getAttribute('w:val')).toBe(ru ? 'ru-RU' : 'en-GB');
    const properties = docx.root('docProps/core.xml');
    expect(all(properties, 'dc:title')[0]?.textContent).not.toBe('');
    expect(all(properties, 'dc:creator')[0]?.textContent).toBe('Lyceum');
    const text = docx.paragraphs.map(textOf).join('\n');
    expect(text).not.toMatch(/undefined|NaN|\[object|lorem|TODO/);
    expect(text).not.toContain('  ');
    expect(text).toContain('2026');
    expect(text).toContain(document.notice);
  });

  it('holds no field that reads something else and no code (D12)', () => {
    const instructions = all(docx.root('word/document.xml'), 'w:instrText').map(({ textContent }) => textContent ?? '');
    for (const instruction of instructions) expect(instruction).toMatch(/^(TOC |PAGEREF _Toc\d+ \\h$)/);
    expect(all(docx.root('word/document.xml'), 'w:fldSimple', 'w:object', 'w:drawing', 'w:pict')).toEqual([]);
  });
});

describe('renderDocx', () => {
  it.each(Object.entries(ordinary).slice(0, 5))(
    'leaves no mark of a template and no straight quotes in %s',
    async (_, request) => {
      const { docx } = await print(request);
      expect(docx.paragraphs.map(textOf).join('\n')).not.toMatch(/[{}"]/);
    },
  );

  it('prints what people wrote as text, whatever it looks like', async () => {
    for (const request of Object.values(hostile)) {
      const { docx } = await print(request);
      const text = docx.paragraphs.map(textOf).join('\n');
      for (const topic of [
        '=SUM(A1:A9)',
        'مرحبا بالعالم',
        '👩‍🏫 урок 𝔘',
        '</w:t><w:br/>',
        'PAGEREF _Toc1 \\h',
        'два пробела строка',
      ]) {
        expect(text).toContain(topic);
      }
      expect(text).toContain('<w:p>&amp;</w:p> ]]> "q" \'a\' {{title}}...');
      expect(text).toContain('=HYPERLINK("http://example.org","x")');
      expect(text).not.toMatch(/[\uFFFE\uFFFF]/);
    }
  });

  it('prints a well-formed document with every topic for any request', async () => {
    const short = anyProgramRequest.filter(({ topics }) => topics.length <= 8);
    await fc.assert(
      fc.asyncProperty(short, async (request) => {
        const { docx, document } = await print(request);
        for (const path of Object.keys(docx.parts)) expect(docx.root(path).tagName).not.toBe('');
        const printed = docx.tables.slice(1, -1).flatMap((table) => cellsOf(table).slice(1, -1));
        expect(printed).toHaveLength(request.topics.length);
        expect(
          cellsOf(docx.tables[0] ?? docx.root('word/document.xml'))
            .at(-1)
            ?.at(-1),
        ).toBe(`${document.hours.total}`);
      }),
      { numRuns: 12 },
    );
  });

  it('gives the same bytes for the same programme, whatever was printed in between (D13)', async () => {
    const request = buildProgramRequest();
    const document = await compose(request);
    const first = await renderDocx({ request, document, date });
    await print(buildProgramRequest({ language: 'en', topics: ['Other'] }));
    const second = await renderDocx({ request: structuredClone(request), document: structuredClone(document), date });
    expect(Buffer.compare(first, second)).toBe(0);
    const docx = readDocx(first);
    const stamps = Object.keys(docx.parts).flatMap((path) => docx.text(path).match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? []);
    expect(new Set(stamps)).toEqual(new Set([date.toISOString()]));
  });

  it('leaves the pages to Word when words are so long that counting would take a minute', async () => {
    const request = buildProgramRequest({ topics: Array.from({ length: 20 }, () => 'Щ'.repeat(300)) });
    const { docx } = await print(request);
    const pages = contentsOf(docx).map((entry) => textOf(entry).split('\t')[1]);
    expect(new Set(pages)).toEqual(new Set(['']));
    expect(docx.text('word/document.xml')).toContain('w:dirty="true"');
  });
});

describe('a renderer', () => {
  let renderer: Renderer;
  beforeEach(() => {
    renderer = createRenderer();
  });
  afterEach(() => renderer.stop());
  const forever = new AbortController().signal;
  const buildPrinted = async () => {
    const request = buildProgramRequest();
    return { request, document: await compose(request), date };
  };

  it('gives the same bytes as rendering in this thread, again and again', async () => {
    const program = await buildPrinted();
    const expected = Buffer.from(await renderDocx(program));
    const files = await Promise.all([1, 2, 3].map(() => renderer.render(program, forever)));
    expect(files.map((file) => expected.equals(file))).toEqual([true, true, true]);
  });

  it('ends a document when it is told to, and renders the next', async () => {
    const program = await buildPrinted();
    const controller = new AbortController();
    const interrupted = renderer.render(program, controller.signal);
    const next = renderer.render(program, forever);
    controller.abort(new Error('the process stops'));
    await expect(interrupted).rejects.toThrow('the process stops');
    expect((await next).length).toBeGreaterThan(0);
    await expect(renderer.render(program, controller.signal)).rejects.toThrow('the process stops');
  });

  it('rejects when the programme cannot be rendered, and renders the next', async () => {
    const program = await buildPrinted();
    const broken = { ...program.document, language: 'xx' as 'ru' }; // a language no labels exist for
    await expect(renderer.render({ ...program, document: broken }, forever)).rejects.toThrow('organisation');
    expect((await renderer.render(program, forever)).length).toBeGreaterThan(0);
  });
});
