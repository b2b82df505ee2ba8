import type { Letterhead } from '@lyceum/contracts/program-generation/letterhead';
import {
  addHours,
  type Hours,
  type ProgramDocument,
  programKinds,
  totalHours,
} from '@lyceum/contracts/program-generation/program-document';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import fc from 'fast-check';
import { anyTexts, buildDocument, buildLetterhead, fillTexts, hostileTexts } from '../../../test/documents.ts';
import { anyProgramRequest, buildOutline, enrichDocument } from '../../../test/factories.ts';
import { all, child, getAttribute, getCells, getStyle, getText, type ReadDocx, readDocx } from '../../../test/read-docx.ts';
import { documentLabels } from '../labels/all-labels.ts';
import { sectionTitles } from '../labels/section-titles.ts';
import { type LayoutProfileName, layouts } from '../layout-profiles.ts';
import { programTree } from '../tree/program-tree.ts';
import { loadFonts } from '../typeset/fonts.ts';
import { renderDocx } from './render-docx.ts';

const fonts = loadFonts();
const date = new Date('2026-11-21T10:20:30.000Z');
const profiles: readonly LayoutProfileName[] = ['gost-7.32', 'gost-7.0.97'];

/** Twips, half points and 240ths of a line, as the standards come to; not taken from the layouts. */
const expected = {
  'gost-7.32': { left: 1701, right: 850, top: 1134, bottom: 1134, text: 28, table: 24, line: '360', number: 'w:footerReference' },
  'gost-7.0.97': {
    left: 1701,
    right: 567,
    top: 1134,
    bottom: 1134,
    text: 26,
    table: 24,
    line: '276',
    number: 'w:headerReference',
  },
} as const;

interface Sample {
  readonly name: string;
  readonly profile: LayoutProfileName;
  readonly letterhead: Letterhead | null;
  /** Its texts are ordinary ones: no mark in them may be one of a template. */
  readonly plain: boolean;
  document(): ProgramDocument | Promise<ProgramDocument>;
}

const complete: Sample[] = programKinds.flatMap((kind, index) =>
  (['ru', 'en'] as const).map((language, at) => ({
    name: `a complete ${kind} in ${language}`,
    profile: profiles[(index + at) % 2] ?? 'gost-7.32',
    letterhead: index % 2 === 0 ? buildLetterhead(language) : null,
    plain: true,
    document: () =>
      buildDocument({ language, kind, hours: [72, 500, 16, 144, 36][index] ?? 72, modules: 2 + index, weeklyLimit: 6 + 12 * at }),
  })),
);
const ordered: readonly [string, Partial<ProgramRequest>][] = [
  ['four hours for sixty topics', { kind: 'course-plan', hours: 4, topics: counted(60, 'Topic'), language: 'en' }],
  ['two thousand hours for one topic', { kind: 'course-plan', hours: 2000, topics: ['Всё'] }],
  [
    'a retraining of thirty topics',
    { kind: 'professional-retraining', hours: 500, topics: counted(30, 'Тема'), level: 'advanced' },
  ],
];
const outlines: Sample[] = profiles.flatMap((profile) =>
  ordered.map(([name, request]) => ({ name, profile, letterhead: null, plain: true, document: () => buildOutline(request) })),
);
const hostile: Sample[] = profiles.flatMap((profile) =>
  (['ru', 'en'] as const).map((language) => ({
    name: `hostile texts in ${language}`,
    profile,
    letterhead: fillTexts(buildLetterhead(language), hostileTexts),
    plain: false,
    document: () => fillTexts(buildDocument({ language }), hostileTexts),
  })),
);
const anyShort = anyProgramRequest.filter(({ topics, hours, weeklyLimit }) => topics.length <= 12 && hours / weeklyLimit <= 40);
const requests = fc.sample(anyShort, { numRuns: 30, seed: 266 });
const any: Sample[] = requests.map((request, index) => ({
  name: `request ${index + 1}: ${request.kind} of ${request.hours} hours`,
  profile: profiles[index % 2] ?? 'gost-7.32',
  letterhead: null,
  plain: false,
  document: async () => {
    const outline = buildOutline(request);
    return index % 4 < 2 ? outline : enrichDocument(outline);
  },
}));

function counted(count: number, word: string): string[] {
  return Array.from({ length: count }, (_, index) => `${word} ${index + 1}`);
}

function renderAs(document: ProgramDocument, profile: LayoutProfileName, letterhead: Letterhead | null): Promise<Uint8Array> {
  return renderDocx(programTree({ document, letterhead, date }), { layout: layouts[profile], fonts, date });
}

const getHeadings = ({ blocks }: ReadDocx) => blocks.filter((block) => /^Heading\d$/.test(getStyle(block)));
const getContents = ({ blocks }: ReadDocx) => blocks.filter((block) => /^TOC\d$/.test(getStyle(block)));
const getTexts = ({ paragraphs }: ReadDocx) => paragraphs.map(getText).join('\n');

/** Twips; a tenth of a millimetre is 6. */
function within(value: string | null | undefined, wanted: number, tolerance = 6): void {
  expect(Math.abs(Number(value ?? Number.NaN) - wanted)).toBeLessThanOrEqual(tolerance);
}

const toNumber = (cell: string | undefined) => (cell === '–' ? 0 : Number(cell));

describe.each([...complete, ...outlines, ...hostile, ...any])('the .docx of $name in $profile', (sample) => {
  const sizes = expected[sample.profile];
  let document: ProgramDocument;
  let docx: ReadDocx;

  beforeAll(async () => {
    document = await sample.document();
    docx = readDocx(await renderAs(document, sample.profile, sample.letterhead));
  });

  function tableUnder(caption: string): string[][] {
    const at = docx.blocks.findIndex((block) => getStyle(block) === 'Caption' && getText(block).endsWith(` — ${caption}`));
    const table = docx.blocks[at + 1];
    if (at < 0 || table?.tagName !== 'w:tbl') throw new Error(`there is no table ${caption}`);
    return getCells(table);
  }

  it('is a package of well-formed parts that refer to each other and to nothing else (D1, D12)', () => {
    const paths = Object.keys(docx.parts);
    expect(paths).toEqual(expect.arrayContaining(['[Content_Types].xml', 'word/document.xml', 'docProps/core.xml']));
    expect(paths.filter((path) => path.includes('..') || path.startsWith('/') || /vba|\.bin$/i.test(path))).toEqual([]);
    const written = paths.filter((path) => /\.(xml|rels)$/.test(path));
    for (const path of written) {
      expect(docx.root(path).tagName).not.toBe('');
      // What XML 1.0 does not allow in a document, written or as a reference.
      expect(docx.text(path)).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]|&#x?(0|1|f{4}|fffe);/iu);
    }
    for (const path of written.filter((name) => name.endsWith('.rels'))) {
      for (const relationship of all(docx.root(path), 'Relationship')) {
        expect(relationship.getAttribute('TargetMode')).not.toBe('External');
        const target = relationship.getAttribute('Target') ?? '';
        expect(paths).toContain(path === '_rels/.rels' ? target : `word/${target}`);
      }
    }
    const ids = all(docx.root('word/_rels/document.xml.rels'), 'Relationship').map((element) => element.getAttribute('Id'));
    for (const element of all(docx.root('word/document.xml'), 'w:footerReference', 'w:headerReference', 'a:blip')) {
      expect(ids).toContain(element.getAttribute('r:id') ?? element.getAttribute('r:embed'));
    }
  });

  it('has A4 pages with the margins of its profile (D2)', () => {
    const sections = all(docx.root('word/document.xml'), 'w:sectPr');
    expect(sections).toHaveLength(1);
    for (const section of sections) {
      within(getAttribute(section, 'w:pgSz', 'w:w'), 11906, 10);
      within(getAttribute(section, 'w:pgSz', 'w:h'), 16838, 10);
      for (const side of ['left', 'right', 'top', 'bottom'] as const) {
        within(getAttribute(section, 'w:pgMar', `w:${side}`), sizes[side]);
      }
      expect(getAttribute(section, 'w:pgMar', 'w:gutter')).toBe('0');
    }
  });

  it('is set in black Times New Roman, in tables no smaller than 12 points (D3)', () => {
    const defaults = child(all(docx.root('word/styles.xml'), 'w:rPrDefault')[0], 'w:rPr');
    for (const script of ['w:ascii', 'w:hAnsi', 'w:cs', 'w:eastAsia']) {
      expect(getAttribute(defaults, 'w:rFonts', script)).toBe('Times New Roman');
    }
    expect(getAttribute(defaults, 'w:sz', 'w:val')).toBe(`${sizes.text}`);
    expect(getAttribute(defaults, 'w:szCs', 'w:val')).toBe(`${sizes.text}`);
    expect(all(docx.root('word/document.xml'), 'w:rFonts')).toEqual([]);
    const formats = new Set(
      docx.paragraphs.map((paragraph) => {
        const effective = (name: string, attribute: string) => docx.effective(paragraph, 'w:rPr', name, attribute);
        const smallest = ['TableText', 'TitlePage'].includes(getStyle(paragraph)) ? sizes.table : sizes.text;
        const black = [null, 'auto', '000000'].includes(effective('w:color', 'w:val'));
        return `${effective('w:rFonts', 'w:ascii')} ${black} ${Number(effective('w:sz', 'w:val')) >= smallest}`;
      }),
    );
    expect([...formats]).toEqual(['Times New Roman true true']);
  });

  it('has justified text with the lines of its profile and an indent of 1.25 cm, and table cells without it (D4)', () => {
    const body = docx.paragraphs.filter((paragraph) => getStyle(paragraph) === 'BodyText');
    expect(body.length).toBeGreaterThan(10);
    const formats = new Set(
      body.map((paragraph) => {
        const spacing = ['line', 'lineRule', 'before', 'after'].map((name) =>
          docx.effective(paragraph, 'w:pPr', 'w:spacing', `w:${name}`),
        );
        const indent = Number(docx.effective(paragraph, 'w:pPr', 'w:ind', 'w:firstLine'));
        return [...spacing, Math.abs(indent - 709) <= 3, docx.effective(paragraph, 'w:pPr', 'w:jc', 'w:val')].join(' ');
      }),
    );
    expect([...formats]).toEqual([`${sizes.line} auto 0 0 true both`]);
    const cells = docx.tables.flatMap((table) => all(table, 'w:p'));
    expect(cells.filter((cell) => Number(docx.effective(cell, 'w:pPr', 'w:ind', 'w:firstLine')) !== 0)).toEqual([]);
  });

  it('numbers pages in the middle of the side its profile says, from the page after the title (D5)', () => {
    const section = all(docx.root('word/document.xml'), 'w:sectPr')[0];
    expect(child(section, 'w:titlePg')).toBeDefined();
    const references = all(section, 'w:footerReference', 'w:headerReference');
    expect(references.map(({ tagName }) => tagName)).toEqual([sizes.number]);
    expect(references.map((reference) => reference.getAttribute('w:type'))).toEqual(['default']);
    expect([null, '1']).toContain(getAttribute(section, 'w:pgNumType', 'w:start'));
    const part = docx.root(sizes.number === 'w:footerReference' ? 'word/footer1.xml' : 'word/header1.xml');
    expect(all(part, 'w:instrText').map(({ textContent }) => textContent?.trim())).toEqual(['PAGE']);
    expect(getText(part)).toBe('');
    const [paragraph] = all(part, 'w:p');
    expect(getAttribute(child(paragraph, 'w:pPr'), 'w:jc', 'w:val')).toBe('center');
    expect(getAttribute(child(paragraph, 'w:pPr'), 'w:ind', 'w:firstLine')).toBeNull();
  });

  it('has bold headings numbered without gaps, without a full stop, sections on new pages (D6)', () => {
    const counts = [0, 0, 0];
    for (const heading of getHeadings(docx)) {
      const text = getText(heading);
      const level = Number(getStyle(heading).slice(-1));
      expect(text).not.toMatch(/[.\s]$/);
      expect(docx.effective(heading, 'w:pPr', 'w:outlineLvl', 'w:val')).toBe(`${level - 1}`);
      expect(docx.effective(heading, 'w:pPr', 'w:keepNext', 'w:val')).toBe('true');
      expect(docx.effective(heading, 'w:rPr', 'w:b', 'w:val')).toBe('true');
      expect(docx.effective(heading, 'w:rPr', 'w:u', 'w:val')).toBeNull();
      if (level === 1) expect(docx.effective(heading, 'w:pPr', 'w:pageBreakBefore', 'w:val')).toBe('true');
      const [, number] = /^(\d+(?:\.\d+)*)(?: |$)/.exec(text) ?? [];
      if (number === undefined) {
        expect(text).toBe(text.toUpperCase());
        expect(docx.effective(heading, 'w:pPr', 'w:jc', 'w:val')).toBe('center');
        expect(Number(docx.effective(heading, 'w:pPr', 'w:ind', 'w:firstLine'))).toBe(0);
      } else {
        counts[level - 1] = (counts[level - 1] ?? 0) + 1;
        counts.fill(0, level);
        expect(number).toBe(counts.slice(0, level).join('.'));
      }
    }
    expect(counts[0]).toBeGreaterThanOrEqual(6);
  });

  it('lists every heading in its contents, with its page, before Word has counted them (D7)', () => {
    expect(docx.text('word/document.xml')).toMatch(/TOC [^<]*\\o &quot;1-3&quot;/);
    const entries = getContents(docx).map((entry) => getText(entry).split('\t'));
    expect(entries.map(([title]) => title)).toEqual(getHeadings(docx).map(getText));
    expect(getContents(docx).map((entry) => getStyle(entry).slice(-1))).toEqual(
      getHeadings(docx).map((one) => getStyle(one).slice(-1)),
    );
    const pages = entries.map(([, page]) => Number(page));
    expect(pages[0]).toBeGreaterThanOrEqual(3);
    expect(pages).toEqual(pages.toSorted((one, other) => one - other));
  });

  it('captions and cites every table, repeats its head and keeps its rows whole (D8)', () => {
    const ru = document.language === 'ru';
    let before = '';
    let tables = 0;
    for (const [at, block] of docx.blocks.entries()) {
      if (block.tagName !== 'w:tbl') {
        before += `${getText(block)}\n`;
        continue;
      }
      tables += 1;
      const caption = docx.blocks[at - 1] ?? block;
      expect(getText(caption)).toMatch(new RegExp(`^${ru ? 'Таблица' : 'Table'} ${tables} — .+[^.]$`));
      expect(docx.effective(caption, 'w:pPr', 'w:jc', 'w:val')).toBe('left');
      expect(docx.effective(caption, 'w:pPr', 'w:ind', 'w:firstLine')).toBeNull();
      expect(docx.effective(caption, 'w:pPr', 'w:keepNext', 'w:val')).toBe('true');
      expect(before).toMatch(new RegExp(`${ru ? 'таблиц[а-я]+' : 'table'}\\s${tables}(?!\\d)`));
      const rows = all(block, 'w:tr');
      expect(all(rows[0], 'w:tblHeader')).toHaveLength(1);
      for (const row of rows) expect(all(row, 'w:cantSplit')).toHaveLength(1);
      const columns = all(block, 'w:gridCol').map((column) => Number(column.getAttribute('w:w')));
      expect(Math.min(...columns)).toBeGreaterThan(0);
      expect(columns.reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(11906 - sizes.left - sizes.right + 6);
    }
    expect(tables).toBeGreaterThanOrEqual(document.modules.length + 2);
  });

  it('prints the hours of the document at every level (D8)', () => {
    const labels = documentLabels[document.language];
    const { modules, finalAssessment, calendar } = document;
    const toValues = (hours: Hours) => [hours.lectures, hours.practice, hours.selfStudy, hours.assessment, totalHours(hours)];
    const printed = (rows: readonly string[][]) => rows.slice(1).map((row) => row.slice(2, 7).map(toNumber));
    const last: Hours = { lectures: 0, practice: 0, selfStudy: 0, assessment: finalAssessment.hours };
    const all = [...modules.map(({ hours }) => hours), last];
    expect(printed(tableUnder(sectionTitles(document).plan))).toEqual([...all, addHours(all)].map(toValues));
    modules.forEach(({ topics }, index) => {
      const hours = topics.map((topic) => topic.hours);
      expect(printed(tableUnder(labels.topicsCaption(index + 1)))).toEqual([...hours, addHours(hours)].map(toValues));
    });
    const weeks = docx.tables.filter((table) => {
      const caption = docx.blocks[docx.blocks.indexOf(table) - 1];
      return getText(caption).includes(labels.calendarCaption('').trimEnd());
    });
    const totals = weeks.flatMap((table) => (getCells(table).at(-1) ?? []).slice(2, -1).map(toNumber));
    expect(totals).toEqual(calendar.weeks.map(({ load }) => load.reduce((sum, { hours }) => sum + hours, 0)));
  });

  it('ends tables of hours with the sums of their rows (D8)', () => {
    const { totalRow } = documentLabels[document.language];
    const totalled = docx.tables.map(getCells).filter((rows) => rows.at(-1)?.[0] === '' && rows.at(-1)?.[1] === totalRow);
    expect(totalled.length).toBeGreaterThanOrEqual(document.modules.length + 2);
    for (const rows of totalled) {
      const [total = [], ...others] = rows.slice(1).reverse();
      for (const [column, cell] of total.entries()) {
        if (column < 2 || cell === '') continue;
        expect(others.reduce((sum, row) => sum + toNumber(row[column]), 0)).toBe(toNumber(cell));
      }
    }
  });

  it('describes its pictures, and holds those of the letterhead alone (D9)', () => {
    const pictures = all(docx.root('word/document.xml'), 'w:drawing').flatMap((drawing) => all(drawing, 'wp:docPr'));
    expect(pictures).toHaveLength(sample.letterhead ? 1 : 0);
    for (const picture of pictures) expect(picture.getAttribute('descr')).toMatch(/\S/);
  });

  it('numbers its sources in order, cites each and says when addresses were visited (D10)', () => {
    const { sources, language } = document;
    const texts = docx.blocks.map(getText);
    const at = texts.indexOf(documentLabels[language].sources.toUpperCase());
    expect(at >= 0).toBe(sources.length > 0);
    if (at < 0) return;
    const entries = texts.slice(at + 1, at + 1 + sources.length);
    expect(entries.map((entry) => Number(/^(\d+)\.\u00a0/.exec(entry)?.[1]))).toEqual(sources.map((_, index) => index + 1));
    const addressed = sources.filter(({ url, accessed }) => url && accessed);
    const visited =
      language === 'ru' ? /URL: https?:.* \(дата обращения: \d\d\.\d\d\.\d{4}\)/ : /URL: https?:.* \(.*\d\d\.\d\d\.\d{4}\)/;
    expect(entries.filter((entry) => visited.test(entry))).toHaveLength(addressed.length);
    const cited = [
      ...texts
        .slice(0, at)
        .join('\n')
        .matchAll(/\[(\d+)\]/g),
    ].map(([, number]) => Number(number));
    expect([...new Set(cited)].sort((one, other) => one - other)).toEqual(sources.map((_, index) => index + 1));
  });

  it('names its language, title and author, and holds no leftovers of a template (D11)', () => {
    expect(all(docx.root('word/styles.xml'), 'w:lang')[0]?.getAttribute('w:val')).toBe(
      document.language === 'ru' ? 'ru-RU' : 'en-GB',
    );
    const properties = docx.root('docProps/core.xml');
    expect(all(properties, 'dc:title')[0]?.textContent).not.toBe('');
    expect(all(properties, 'dc:creator')[0]?.textContent).toBe('Lyceum');
    const text = getTexts(docx);
    expect(text).not.toMatch(/undefined|NaN|\[object|lorem|TODO| {2}/);
    if (sample.plain) expect(text).not.toMatch(/[{}"]/);
  });

  it('holds no field that reads something else and no code (D12)', () => {
    const instructions = all(docx.root('word/document.xml'), 'w:instrText').map(({ textContent }) => textContent ?? '');
    for (const instruction of instructions) expect(instruction).toMatch(/^(TOC |PAGEREF _Toc\d+ \\h$)/);
    expect(all(docx.root('word/document.xml'), 'w:fldSimple', 'w:object', 'w:pict', 'w:altChunk')).toEqual([]);
  });
});

describe('renderDocx', () => {
  const shape = { modules: 1, topicsPerModule: 1, questionsPerModule: 5, hours: 16 };
  const getElements = ({ parts, root }: ReadDocx) =>
    Object.keys(parts)
      .filter((path) => /\.(xml|rels)$/.test(path))
      .map((path) => [path, ...Array.from(root(path).getElementsByTagName('*')).map(({ tagName }) => tagName)]);

  it('has the same elements whatever people wrote, and every text in them (D12)', async () => {
    const harmless = fillTexts(buildDocument(shape), ['слово']);
    const letterhead = fillTexts(buildLetterhead(), ['слово']);
    const wanted = getElements(readDocx(await renderAs(harmless, 'gost-7.32', letterhead)));
    const letters = (text: string) => text.replaceAll(/[^\p{L}\p{N}\p{S}]/gu, '');
    const check = async (texts: readonly string[]) => {
      const document = fillTexts(harmless, texts);
      const docx = readDocx(await renderAs(document, 'gost-7.32', fillTexts(letterhead, texts)));
      expect(getElements(docx)).toEqual(wanted);
      const printed = letters(getTexts(docx));
      for (const text of [document.aim, document.notice, document.title, document.questions[0]?.text ?? '']) {
        expect(printed).toContain(letters(text));
      }
    };
    for (const text of hostileTexts) await check([text]);
    await fc.assert(fc.asyncProperty(anyTexts, check), { numRuns: 15 });
  });

  it.each(profiles)(
    'gives the same bytes for the same programme in %s, whatever was printed in between (D13)',
    async (profile) => {
      const document = buildDocument();
      const letterhead = buildLetterhead();
      const first = await renderAs(document, profile, letterhead);
      await renderAs(buildDocument({ language: 'en' }), profile, null);
      const second = await renderAs(structuredClone(document), profile, structuredClone(letterhead));
      expect(Buffer.compare(first, second)).toBe(0);
      const docx = readDocx(first);
      const stamps = Object.keys(docx.parts).flatMap((path) => docx.text(path).match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? []);
      expect(new Set(stamps)).toEqual(new Set([date.toISOString()]));
    },
  );
});
