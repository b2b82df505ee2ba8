import { strToU8, type Zippable, zipSync } from 'fflate';
import { Unreadable } from '../unreadable.ts';
import { readDocx } from './read-docx.ts';

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const spaces = [
  'w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'm="http://schemas.openxmlformats.org/officeDocument/2006/math"',
  'pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
];
const declared = spaces.map((space) => `xmlns:${space}`).join(' ');
const root = (name: string, content: string) => `<w:${name} ${declared}>${content}</w:${name}>`;

function relationships(...parts: readonly (readonly [string, string])[]): string {
  const items = parts.map(
    ([kind, target], index) => `<Relationship Id="r${index}" Type="${office}/${kind}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`;
}

/** A DOCX with this body and these parts beside it, by kind. */
function buildDocx(body: string, beside: Readonly<Record<string, string>> = {}, more: Zippable = {}): Uint8Array {
  const kinds = Object.keys(beside);
  const parts = Object.fromEntries(kinds.map((kind) => [`word/${kind}.xml`, strToU8(beside[kind] ?? '')]));
  return zipSync(
    {
      '_rels/.rels': strToU8(relationships(['officeDocument', 'word/document.xml'])),
      'word/_rels/document.xml.rels': strToU8(relationships(...kinds.map((kind) => [kind, `${kind}.xml`] as const))),
      'word/document.xml': strToU8(root('document', `<w:body>${body}</w:body>`)),
      ...parts,
      ...more,
    },
    { level: 1 },
  );
}

const read = (body: string, beside?: Readonly<Record<string, string>>) => readDocx(buildDocx(body, beside), 1_000_000);
const p = (...content: string[]) => `<w:p>${content.join('')}</w:p>`;
const r = (...content: string[]) => `<w:r>${content.join('')}</w:r>`;
const t = (text: string) => `<w:t xml:space="preserve">${text}</w:t>`;
const field = (type: string, content = '') => r(`<w:fldChar w:fldCharType="${type}">${content}</w:fldChar>`);
const form = (content: string) => field('begin', `<w:ffData>${content}</w:ffData>`) + field('separate') + field('end');
const box = (text: string) => `<w:txbxContent>${p(r(t(text)))}</w:txbxContent>`;
const cell = (...content: string[]) => `<w:tc><w:tcPr/>${content.join('')}</w:tc>`;

describe('what people see in a DOCX is read', () => {
  it.each<[string, string, string]>([
    ['paragraphs', p(r(t('раз'))) + p() + p(r(t('два'))), 'раз\n\nдва'],
    ['breaks of lines', p(r(t('раз'), '<w:br/>', t('два'), '<w:cr/>', t('три'))), 'раз\nдва\nтри'],
    ['breaks of pages', p(r(t('раз'), '<w:br w:type="page"/>', t('два'))), 'раз\nдва'],
    ['tabs', p(r(t('раз'), '<w:tab/>', t('два'), '<w:ptab/>', t('три'))), 'раз\tдва\tтри'],
    ['no places of tabs', p('<w:pPr><w:tabs><w:tab w:pos="9"/></w:tabs></w:pPr>', r(t('раз'))), 'раз'],
    ['hyphens', p(r(t('из'), '<w:noBreakHyphen/>', t('за сно'), '<w:softHyphen/>', t('ски'))), 'из\u2011за сноски'],
    ['characters of symbol fonts', p(r('<w:sym w:font="Wingdings" w:char="F0FC"/>', t(' да'))), '✓ да'],
    ['runs of a word', p(r(t('Фи')), r(t('зика'))), 'Физика'],
    ['spaces that are kept', p(r(t('раз ')), r(t('два'))), 'раз два'],
    ['simple fields', p(r(t('Всего: ')), `<w:fldSimple w:instr=" NUMPAGES ">${r(t('12'))}</w:fldSimple>`), 'Всего: 12'],
    [
      'results of complex fields, not their instructions',
      p(field('begin'), r('<w:instrText>REF a</w:instrText>'), field('separate'), r(t('итог')), field('end'), r(t('!'))),
      'итог!',
    ],
    [
      'the result of a field with a field among its instruction',
      p(
        field('begin'),
        field('begin'),
        field('separate'),
        r(t('внутри')),
        field('end'),
        field('separate'),
        r(t('итог')),
        field('end'),
      ),
      'итог',
    ],
    ['text after a field without end', p(field('begin'), r(t('раз'))) + p(r(t('два'))), 'раз\n\nдва'],
    ['boxes that are ticked', p(form('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'), r(t(' да'))), '☒ да'],
    ['boxes that are not', p(form('<w:checkBox><w:default w:val="0"/></w:checkBox>'), r(t(' нет'))), '☐ нет'],
    [
      'what is chosen of a list',
      p(form('<w:ddList><w:result w:val="1"/><w:listEntry w:val="очная"/><w:listEntry w:val="заочная"/></w:ddList>')),
      'заочная',
    ],
    ['values of content controls', `<w:sdt><w:sdtPr/><w:sdtContent>${p(r(t('значение')))}</w:sdtContent></w:sdt>`, 'значение'],
    ['links', p(`<w:hyperlink w:anchor="a">${r(t('ссылка'))}</w:hyperlink>`), 'ссылка'],
    [
      'what was inserted, not what was deleted',
      p(`<w:ins>${r(t('новое'))}</w:ins><w:del>${r('<w:delText>старое</w:delText>')}</w:del>`),
      'новое',
    ],
    [
      'what was moved, where it is now',
      p(`<w:moveFrom>${r(t('раз'))}</w:moveFrom>`) + p(`<w:moveTo>${r(t('раз'))}</w:moveTo>`),
      'раз',
    ],
    [
      'one of several alternatives',
      p(
        r(
          '<mc:AlternateContent><mc:Choice>',
          box('рамка'),
          '</mc:Choice><mc:Fallback>',
          box('рамка'),
          '</mc:Fallback></mc:AlternateContent>',
        ),
      ),
      'рамка',
    ],
    [
      'the first alternative that says something',
      p(r('<mc:AlternateContent><mc:Choice/><mc:Fallback>', box('рамка'), '</mc:Fallback></mc:AlternateContent>')),
      'рамка',
    ],
    [
      'text boxes after their paragraphs',
      p(r(t('нача')), r(box('рамка')), r(t('ло'))) + p(r(t('конец'))),
      'начало\n\nрамка\n\nконец',
    ],
    [
      'tables, cell by cell',
      `<w:tbl><w:tr>${cell(p(r(t('а'))))}${cell(p(r(t('б'))), p(r(t('в'))))}</w:tr><w:tr>${cell(p(r(t('г'))))}</w:tr></w:tbl>${p(r(t('конец')))}`,
      'а\tб\nв\nг\n\nконец',
    ],
    [
      'formulas',
      p('<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>'),
      'a/b',
    ],
  ])('%s', (_, body, text) => {
    expect(read(body).text).toBe(text);
  });

  it.each(['footnote', 'endnote'])(
    'a %s after the paragraph that refers to it, and no line that parts it from the page',
    (kind) => {
      const note = (id: number, type: string, text: string) =>
        `<w:${kind} w:id="${id}" w:type="${type}">${p(r(t(text)))}</w:${kind}>`;
      const notes = root(`${kind}s`, note(0, 'separator', '-----') + note(2, 'normal', 'Сноска'));
      const body = p(r(t('Основной'), `<w:${kind}Reference w:id="2"/>`), r(t(' текст'))) + p(r(t('Конец')));
      expect(read(body, { [`${kind}s`]: notes }).text).toBe('Основной текст\n\nСноска\n\nКонец');
    },
  );

  it('numbers and bullets of lists, by paragraphs and by styles', () => {
    const level = (at: number, format: string, text: string, more = '') =>
      `<w:lvl w:ilvl="${at}">${more}<w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
    const numbering = root(
      'numbering',
      `<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.', '<w:pStyle w:val="Heading1"/>')}${level(1, 'russianLower', '%1.%2)')}</w:abstractNum>
       <w:abstractNum w:abstractNumId="1">${level(0, 'bullet', '-')}</w:abstractNum><w:abstractNum w:abstractNumId="2">${level(0, 'upperRoman', '%1')}</w:abstractNum>
       <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
       <w:num w:numId="3"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>`,
    );
    const styles = root(
      'styles',
      `<w:style w:styleId="Heading1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
       <w:style w:styleId="Chapter"><w:basedOn w:val="Heading1"/></w:style>`,
    );
    const styled = (style: string, text: string) => p(`<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`, r(t(text)));
    const item = (list: number, at: number, ...runs: string[]) =>
      p(`<w:pPr><w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${list}"/></w:numPr></w:pPr>`, ...runs);
    const body = [
      ...[styled('Heading1', 'Цели'), item(1, 1, r(t('знать'))), item(1, 1, r(t('уметь'))), styled('Chapter', 'Темы')],
      ...[item(1, 1, r(t('свет'))), item(2, 0, r(t('звук'))), item(3, 0, r(t('тепло'))), item(2, 0), item(0, 0, r(t('конец')))],
    ];
    const read = ['1. Цели', '1.а) знать', '1.б) уметь', '2. Темы', '2.а) свет', '• звук', 'IV тепло', 'конец'];
    expect(readDocx(buildDocx(body.join(''), { numbering, styles }), 1_000).text).toBe(read.join('\n\n'));
  });

  it('headers and footers after the body, each text once, and comments not at all', () => {
    const header = root('hdr', p(r(t('Колледж'))));
    const beside = { header, footer: header, comments: root('comments', p(r(t('замечание')))) };
    expect(read(p(r(t('текст'))), beside).text).toBe('текст\n\nКолледж');
  });

  it('in the strict class of the standard, in UTF-16, and under any prefix and name', () => {
    const strict =
      '<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>раз</x:t><x:br/><x:t>два</x:t></x:r></x:p></x:body></x:document>';
    const main = { 'doc/Main.xml': new Uint8Array(Buffer.from(`\uFEFF${strict}`, 'utf16le')) };
    const bytes = buildDocx('', {}, { ...main, '_rels/.rels': strToU8(relationships(['officeDocument', '/doc/main.xml'])) });
    expect(readDocx(bytes, 1_000).text).toBe('раз\nдва');
  });
});

describe('what is not read of a DOCX is said', () => {
  it.each([
    ['pictures', '<w:drawing><pic:pic/></w:drawing>'],
    ['embedded-files', '<w:object/>'],
    ['unknown-characters', '<w:sym w:font="Own Symbols" w:char="F0FC"/>'],
  ])('as %s', (warning, content) => {
    expect(read(p(r(t('слова'), content)))).toEqual({ text: 'слова', cut: false, warnings: [warning] });
  });

  it('as cut when there is more than is kept', () => {
    const { text, cut } = readDocx(buildDocx(p(r(t('слово '.repeat(100_000)))) + p(r(t('конец')))), 1_000);
    expect([cut, text.includes('конец')]).toEqual([true, false]);
  });
});

describe('a hostile DOCX is refused', () => {
  const getFailure = (bytes: Uint8Array) => {
    try {
      return readDocx(bytes, 1_000);
    } catch (error) {
      return error instanceof Unreadable ? error.code : error;
    }
  };
  const withBody = (body: string) => buildDocx(body);

  it.each<[string, string, () => Uint8Array]>([
    [
      'too-large',
      'many parts that grow',
      () =>
        buildDocx('', {}, Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`word/${i}.xml`, new Uint8Array(1_000_000)]))),
    ],
    ['damaged', 'elements that are nested too deeply', () => withBody('<w:p>'.repeat(5_000) + '</w:p>'.repeat(5_000))],
    ['damaged', 'an entity that nobody declared', () => withBody(p(r(t('&e;'))))],
    ['damaged', 'an attribute without end', () => withBody(`<w:p w:x="${'x'.repeat(200_000)}"/>`)],
    ['wrong-type', 'a table of another program', () => buildDocx('', {}, { 'word/document.xml': strToU8('<workbook/>') })],
    ['damaged', 'no body at all', () => buildDocx('', {}, { 'word/document.xml': new Uint8Array() })],
    ['encrypted', 'entries with a password', () => withBody('').map((byte, at) => (at === 6 ? byte | 1 : byte))],
  ])('as %s: %s', (failure, _, build) => {
    expect(getFailure(build())).toBe(failure);
  });

  it('never for its pictures', () => {
    const picture = { 'word/media/image1.bmp': new Uint8Array(30_000_000) };
    expect(readDocx(buildDocx(p(r(t('слова'))), {}, picture), 1_000).text).toBe('слова');
  });

  it('not when it refers to itself or to what is outside', () => {
    const related = relationships(
      ['footnotes', 'document.xml'],
      ['header', '../../../../etc/passwd'],
      ['footer', 'document.xml'],
    );
    const bytes = buildDocx(p(r(t('слова'))), {}, { 'word/_rels/document.xml.rels': strToU8(related) });
    expect(readDocx(bytes, 1_000).text).toBe('слова');
  });
});
