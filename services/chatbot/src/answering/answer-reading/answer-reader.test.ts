import { randomUUID } from 'node:crypto';
import { costGrowth, maxGrowth } from '@lyceum/testing/cost-growth';
import type { PassageRow } from '../../knowing/passage/passage.entity.ts';
import { createAnswerReader } from './answer-reader.ts';

const passage: PassageRow = {
  ...{ id: randomUUID(), courseId: randomUUID(), versionId: randomUUID(), lessonId: randomUUID(), position: 0 },
  ...{ headingPath: ['Курс', 'Урок'], blockId: 'b1', cues: null },
  text: 'Дефект остаётся в коде, а сбой видит пользователь. Отладка ищет причину.',
};
const cues = [
  { offset: 0, from: 10, to: 20 },
  { offset: 51, from: 20, to: 30 },
];
const video: PassageRow = { ...passage, id: randomUUID(), blockId: null, cues };
const sources = new Map([
  ['a1b2c3', passage],
  ['d4e5f6', video],
]);

const build = (maxLength = 20_000) => createAnswerReader({ sources, origin: 'https://school.example', maxLength });

function read(text: string, { size = text.length, maxLength }: { size?: number; maxLength?: number } = {}) {
  const reader = build(maxLength);
  const parts = [];
  for (let start = 0; start < text.length; start += Math.max(size, 1))
    parts.push(...reader.write(text.slice(start, start + size)));
  parts.push(...reader.end());
  const { citations, droppedCitations, saysNotFound, full } = reader;
  const texts = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  expect(texts).toBe(reader.text);
  expect(parts.flatMap((part) => (part.type === 'citation' ? part.citation : []))).toEqual(citations);
  return { text: reader.text, citations, droppedCitations, saysNotFound, full };
}
const clean = (text: string) => read(text).text;

describe('citations', () => {
  it('are the words of the passage itself, with their place', () => {
    const { text, citations } = read(
      'Сбой виден [[a1b2c3|"сбой видит  ПОЛЬЗОВАТЕЛЬ"]], причина нет [[d4e5f6|«Отладка ищет причину»]].',
    );
    expect(text).toBe('Сбой виден [^1], причина нет [^2].');
    expect(citations).toMatchObject([
      { number: 1, passageId: passage.id, quote: 'сбой видит пользователь', place: { blockId: 'b1', second: null } },
      { number: 2, passageId: video.id, quote: 'Отладка ищет причину', place: { blockId: null, second: 20 } },
    ]);
  });

  it('have one number each, however often they are named', () => {
    const mark = '[[a1b2c3|"Отладка ищет причину"]]';
    expect(read(`${mark} и ${mark}`)).toMatchObject({ text: '[^1] и [^1]', citations: [{ number: 1 }] });
  });

  it.each([
    ['words that are not there', '[[a1b2c3|"сбой не видит пользователь"]]'],
    ['a passage nobody gave', '[[ffffff|"Отладка ищет причину"]]'],
    ['no words', '[[a1b2c3]]'],
    ['no end', '[[a1b2c3|"Отладка ищет'],
    ['a number of its own', '[^1]'],
  ])('are dropped and counted with %s', (_, mark) => {
    expect(read(`Да ${mark}`)).toMatchObject({ citations: [], droppedCitations: 1, text: expect.not.stringMatching(/\[/) });
  });
});

describe('text', () => {
  it.each([
    ['HTML', 'a <img src=x onerror=alert(1)> <b>b</b>', 'a &lt;img src=x onerror=alert(1)> &lt;b>b&lt;/b>'],
    ['a picture', '![схема](https://evil.example/x.png?q=1)', 'схема'],
    ['a picture in a link', '[![схема](https://a.example/x)](https://b.example)', '[схема]\\(`https://b.example`)'],
    ['a link elsewhere', 'см. [сюда](https://evil.example "да")!', 'см. сюда!'],
    ['a link of a script', '[сюда](javascript:alert(1))', '[сюда]\\(javascript:alert(1))'],
    ['an address', 'см. https://evil.example/x, или www.evil.example.', 'см. `https://evil.example/x`, или `www.evil.example`.'],
    ['an address in brackets', '<https://evil.example>', '&lt;`https://evil.example`>'],
    ['a link by reference', '[a][b]\n\n[b]: https://evil.example', '[a][b]\n\n[b]\\: `https://evil.example`'],
    ['a link by brackets in brackets', '[a [b] c](https://evil.example)', '[a [b] c]\\(`https://evil.example`)'],
    ['code a table would cut', '| `<b | c` |', '| \\`&lt;b | c\\` |'],
    ['a fence in a list', '- ```\n<img>\n', '- \\`\\`\\`\n&lt;img>\n'],
    ['what turns text around', 'a\u202eb\u0000c', 'abc'],
    ['prices', 'от $5 до $6', 'от \\$5 до \\$6'],
    ['a picture in a formula', '$![a](b)$', '$! [a] (b)$'],
  ])('is made harmless: %s', (_, text, harmless) => {
    expect(clean(text)).toBe(harmless);
  });

  it.each([
    ['a formula', 'Если $a_1 < b$ и $$\n\\frac{x}{y} < 2\n$$ то'],
    ['code', 'пишут `List<String>` и ``a`b``'],
    ['a fence', 'так:\n```html\n<img src="x">\n  ![a](https://b.example) [[a1b2c3|"x"]] $5\n```\nвот'],
    ['our own links', '[урок](/courses/1#b) и [он](https://school.example/x), https://school.example/y'],
    ['Markdown', '# Да\n\n- **a** _b_ ~~c~~\n\n| a | b |\n|---|---|\n> x \\* y'],
  ])('keeps %s', (_, text) => {
    expect(clean(text)).toBe(text);
  });

  it('brings a fence to the margin, where it ends lists, and ends one that was left open', () => {
    expect(clean('1. a\n   ```js\n   f()\n   ```\n<b>')).toBe('1. a\n```js\nf()\n```\n&lt;b>');
    expect(clean('```\nx')).toBe('```\nx\n```\n');
  });

  it('leaves out drafts, also one without an end', () => {
    expect(clean('<think>секрет <b></think>Да')).toBe('Да');
    expect(clean('Да<think>секрет')).toBe('Да');
  });

  it('hears that the passages do not answer', () => {
    for (const text of ['NOT_FOUND', ' **NOT_FOUND**', '`NOT_FOUND`']) expect(read(text).saysNotFound).toBe(true);
    expect(read('NOT found').saysNotFound).toBe(false);
  });

  it('ends at its length, its fence closed', () => {
    expect(read('а'.repeat(30), { maxLength: 10 })).toMatchObject({ text: `${'а'.repeat(10)}…`, full: 'too-long' });
    expect(clean(`\`\`\`\n${'абвг'.repeat(3)}`)).toContain('```');
  });

  it('ends where it repeats itself, which tables and code do not', () => {
    const line = 'Тестирование показывает наличие дефектов, а не их отсутствие в программе.\n';
    expect(read(line.repeat(50))).toMatchObject({ full: 'repeating' });
    expect(read(`| ${line}`.repeat(5)).full).toBeNull();
    expect(read(`\`\`\`\n${line.repeat(5)}\`\`\``).full).toBeNull();
  });
});

/** A generator of numbers that are the same every time (mulberry32). */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const pieces = [
  ...[
    '[[a1b2c3|"Отладка ищет причину"]]',
    '[[a1b2c3',
    '|"',
    ']]',
    '[[',
    '[^1]',
    '[',
    ']',
    '](',
    '(',
    ')',
    '/x',
    'https://',
    'www.',
  ],
  ...[
    'evil.example',
    'https://school.example/a',
    '`',
    '``',
    '```',
    '```js\n',
    '~~~',
    '$',
    '$$',
    '\\',
    '<',
    '>',
    '<think>',
    '</think>',
  ],
  ...[
    '!',
    '![',
    '\n',
    '\n\n',
    '    ',
    '  ',
    '|',
    'слово ',
    'h',
    'w',
    'NOT_FOUND',
    'N',
    '😀',
    '5',
    '"',
    ' "t"',
    ':',
    '<b',
    'a>',
    '\r\n',
    '\u200b',
  ],
];

it('reads the same however the text is cut', () => {
  const random = createRandom(7);
  for (let round = 0; round < 3000; round += 1) {
    const text = Array.from({ length: 1 + random(25) }, () => pieces[random(pieces.length)]).join('');
    const whole = read(text);
    for (const size of [1, 2, 3, 1 + random(12)])
      expect({ written: text, size, ...read(text, { size }) }).toEqual({ written: text, size, ...whole });
    const maxLength = 1 + random(40);
    expect({ written: text, ...read(text, { size: 1, maxLength }) }).toEqual({ written: text, ...read(text, { maxLength }) });
  }
});

it.each([
  '[[',
  '<',
  '![',
  '[[a1b2c3|',
  '`',
  '$',
  '$a ',
  '[a](x)',
  '[a](',
  '``` ',
  '\\',
  '~',
  'h',
  '<think>',
  '\n    ',
  '[^',
  '```\n',
  '$$\n',
])('costs no more than in proportion with %j', async (piece) => {
  const [small, large] = [piece.repeat(Math.ceil(16_000 / piece.length)), piece.repeat(Math.ceil(64_000 / piece.length))];
  expect(await costGrowth(small, large, (text) => read(text, { maxLength: 1e7 }))).toBeLessThan(maxGrowth);
});
