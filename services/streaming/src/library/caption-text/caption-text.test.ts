import { DomainError } from '@lyceum/common/errors';
import { costGrowth, maxGrowth } from '@lyceum/testing/cost-growth';
import fc from 'fast-check';
import { cleanMarkup, toPlainText } from './clean-markup.ts';
import { decodeCaptions } from './decode-captions.ts';
import { parseCaptions } from './parse-captions.ts';
import { printCaptions } from './print-captions.ts';

const times = '00:00:01,000 --> 00:00:02,000';
const cue = (text: string) => `1\n${times}\n${text}\n`;
const parseText = (text: string) => parseCaptions(cue(text)).map(({ markup }) => markup);

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof DomainError && typeof error.details.detail === 'object') return error.details.detail.en;
    throw error;
  }
  return 'accepted';
}

describe('captions', () => {
  it('are read from SubRip, whatever ends its lines', () => {
    const lines = [
      '1',
      '00:00:01,500 --> 00:00:04,000',
      'Первая',
      'строка',
      '',
      '2',
      '01:00:00,000 --> 01:00:00,5',
      'Вторая',
      '',
    ];
    const expected = [
      { from: 1.5, to: 4, markup: 'Первая\nстрока' },
      { from: 3600, to: 3600.5, markup: 'Вторая' },
    ];
    for (const end of ['\n', '\r\n', '\r']) expect(parseCaptions(lines.join(end))).toEqual(expected);
  });

  it('are read from WebVTT without its styles, regions, notes, names and positions', () => {
    const text = `WEBVTT - Урок\nKind: captions\n\nSTYLE\n::cue { background: url(https://evil.example) }\n\nNOTE\nниже\n\nREGION\nid:fred\n
intro\n00:01.000 --> 00:02.000 align:start position:10%\n<v Анна>Привет\n\n00:00.500 --> 00:00.900\nРаньше\n`;
    expect(parseCaptions(text)).toEqual([
      { from: 0.5, to: 0.9, markup: 'Раньше' },
      { from: 1, to: 2, markup: 'Привет' },
    ]);
  });

  it('may overlap, and are told apart where no blank line stands between them', () => {
    const text = '1\n00:00:01,000 --> 00:00:09,000\nОдин\n2\n00:00:02,000 --> 00:00:03,000\nДва';
    expect(parseCaptions(text).map(({ markup }) => markup)).toEqual(['Один', 'Два']);
  });

  it.each([
    ['marks', '<i>Курсив</i> и <b>жирный</b>, <u>черта</u>', '<i>Курсив</i> и <b>жирный</b>, <u>черта</u>'],
    ['marks with classes', '<i.loud>a</i>', '<i>a</i>'],
    ['marks in capitals', '<B>a</B>', '<b>a</b>'],
    ['marks that are not closed', '<i>a <b>b', '<i>a <b>b</b></i>'],
    ['marks that cross', '<b>a<i>b</b>c</i>', '<b>a<i>b</i></b>c'],
    ['a script', 'a<script>alert(1)</script>b', 'ab'],
    ['a script in capitals with attributes', 'a<SCRIPT src="//evil">x</ScRiPt >b', 'ab'],
    ['a script that is not closed', '<script>alert(1)', 'alert(1)'],
    ['a script in a script', '<scr<script></script>ipt>alert(1)', 'alert(1)'],
    ['a picture with a handler', '<img src=x onerror=alert(1)>a', 'a'],
    ['a handler at a mark', '<b onclick="alert(1)">a</b>', '<b>a</b>'],
    ['a tag that is not closed', '<img src=x onerror=alert(1) a', '&lt;img src=x onerror=alert(1) a'],
    ['a vector picture', '<svg/onload=alert(1)>a', 'a'],
    ['a link', '<a href="javascript:alert(1)">a</a>', 'a'],
    ['a comment', '<!-- a -->b', 'refused'],
    ['a processing instruction', '<?php system("id") ?>a', 'a'],
    ['signs of mathematics', '1 < 2 && 3 > 2', '1 &lt; 2 &amp;&amp; 3 &gt; 2'],
    ['escaped tags', '&lt;script&gt;alert(1)&lt;/script&gt;', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['tags escaped twice', '&amp;lt;b&amp;gt;', '&amp;lt;b&amp;gt;'],
    ['numbers of characters', '&#60;script&#62;', '&amp;#60;script&amp;#62;'],
    ['positions of SubRip', '{\\an8}Сверху{{\\a}\\b}', 'Сверху'],
    ['colours', '<font color="red">a</font>', 'a'],
    ['karaoke', '<00:00:01.500><c.yellow>a</c>', 'a'],
    ['control characters', 'a\u0000b\u0007\u001b[31m', 'ab[31m'],
    ['a line that is blank once it is cleaned', 'a\n<c></c>\nb', 'a\nb'],
  ])('are cleaned of %s', (_, text, expected) => {
    if (expected === 'refused') expect(refusal(() => parseText(text))).toMatch(/^Line 3: /);
    else expect(parseText(text)).toEqual([expected]);
  });

  it.each([
    ['nothing', '', 'Line 1: there are no cues.'],
    ['nothing but a header', 'WEBVTT\n\n', 'Line 1: there are no cues.'],
    ['other text', 'Привет\nмир', 'Line 1: a time such as'],
    ['text after a blank line', `${cue('a')}\nb\n`, 'Line 5: a time such as'],
    ['times in words', '1\nполдень --> час\na', 'Line 2: its times cannot be read.'],
    ['minutes beyond the hour', '00:61:00,000 --> 00:62:00,000\na', 'Line 1: its times cannot be read.'],
    ['an end before the start', 'WEBVTT\n\n00:02.000 --> 00:01.000\na', 'Line 3: the cue ends before it begins'],
    ['an end at the start', '00:00:01,000 --> 00:00:01,000\na', 'Line 1: the cue ends before it begins'],
    ['a time behind the day', '24:00:00,000 --> 24:00:01,000\na', 'Line 1: the cue lies behind the end of a day.'],
    ['a very long cue', cue('я'.repeat(2_001)), 'Line 2: the cue has more than 2,000 characters.'],
    ['too many cues', `${times}\na\n\n`.repeat(10_001), 'Line 30001: there are more than 10,000 cues.'],
    ['scripts alone', cue('<script>alert(1)</script>'), 'Line 1: there are no cues.'],
  ])('are refused with the line when there is %s', (_, text, expected) => {
    expect(refusal(() => parseCaptions(text))).toContain(expected);
  });

  it.each([
    ['utf-8', Buffer.from('\ufeffПривет'), 'Привет'],
    ['utf-16le', Buffer.from('\ufeffПривет', 'utf16le'), 'Привет'],
    ['windows-1251', Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]), 'Привет'],
    ['koi8-r', Buffer.from([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]), 'Привет'],
  ])('are decoded from %s', (charset, bytes, expected) => {
    expect(decodeCaptions(bytes, charset)).toBe(expected);
  });

  it('are refused when their letters are of another charset', () => {
    expect(refusal(() => decodeCaptions(Buffer.from([0xcf, 0xf0]), 'utf-8'))).toContain('not encoded in utf-8');
    expect(refusal(() => decodeCaptions(Buffer.from([0x00, 0xd8, 0x41]), 'utf-16le'))).toContain('not encoded in utf-16le');
  });
});

describe('whatever a cue says', () => {
  const pieces = [
    '<i>',
    '</i>',
    '<b>',
    '</b>',
    '<u',
    '>',
    '<',
    '&',
    '&amp;',
    '&lt;',
    '{\\',
    '}',
    '<c>',
    '<script>',
    '</script>',
    '\n',
    ' ',
    'я',
  ];
  const hostile = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })), { maxLength: 40 })
    .map((all) => all.join(''));

  it('cleaned markup has no tags but the three, and stays what it is when cleaned again', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markup = cleanMarkup(text);
        expect(markup.replace(/<\/?[ibu]>/g, '')).not.toMatch(/[<>]/);
        expect(cleanMarkup(markup)).toBe(markup);
      }),
      { numRuns: 1_000 },
    );
  });

  it('what is printed is read as the same', () => {
    const cues = fc.array(fc.tuple(fc.nat(86_000_000), fc.integer({ min: 1, max: 300_000 }), hostile), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(cues, (all) => {
        const parsed = all
          .map(([start, length, text]) => ({ from: start / 1000, to: (start + length) / 1000, markup: cleanMarkup(text) }))
          .filter(({ markup }) => toPlainText(markup).trim() !== '')
          .sort((one, other) => one.from - other.from || one.to - other.to);
        if (parsed.length > 0) expect(parseCaptions(printCaptions(parsed))).toEqual(parsed);
      }),
      { numRuns: 200 },
    );
  });
});

it.each<[string, (size: number) => string]>([
  ['cues', (size) => `${times}\na\n\n`.repeat(size / 40)],
  ['one line', (size) => 'a'.repeat(size)],
  ['blank lines', (size) => '\n'.repeat(size)],
  ['names without times', (size) => `WEBVTT\n\n${'имя\n'.repeat(size / 4)}`],
  ['notes', (size) => `WEBVTT\n\n${'NOTE\n\n'.repeat(size / 6)}`],
  ['spaces before times', (size) => `${' '.repeat(size)}-->`],
  ['arrows', (size) => '-->'.repeat(size / 3)],
  ['scripts that are not closed', (size) => `${times}\n${'<script>'.repeat(240)}\n\n`.repeat(size / 2_000)],
  ['braces', (size) => `${times}\n${'{\\{\\'.repeat(400)}\n\n`.repeat(size / 2_000)],
])('work grows as the text does: %s', async (_, build) => {
  const run = (text: string) => {
    try {
      parseCaptions(text);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  };
  expect(await costGrowth(build(100_000), build(400_000), run)).toBeLessThanOrEqual(maxGrowth);
});

it.each<[string, (size: number) => string]>([
  ['positions in one another', (size) => '{\\'.repeat(size / 3) + '}'.repeat(size / 3)],
  ['positions one after the other', (size) => 'a{\\a}'.repeat(size / 5)],
  ['positions without an end', (size) => '{\\'.repeat(size / 2)],
])('work grows as a cue does: %s', async (_, build) => {
  expect(await costGrowth(build(30_000), build(120_000), cleanMarkup)).toBeLessThanOrEqual(maxGrowth);
});
