import fc from 'fast-check';
import { toCaptionPassages } from './caption-passages.ts';
import { toCleanText } from './clean-text.ts';
import { toLessonPassages } from './lesson-passages.ts';
import { toMarkdownBlocks } from './markdown-blocks.ts';
import { countWords } from './pack-passages.ts';
import { splitSentences } from './sentences.ts';

const sentences = (text: string) => splitSentences(text).map(({ from, to }) => text.slice(from, to));
const say = (count: number, word = 'слово') => `Вот ${Array.from({ length: count - 2 }, () => word).join(' ')} конец.`;

describe('clean text', () => {
  it.each([
    ['скры\u200bтый \u202eтекст\u202c', 'скрытый текст'],
    ['мяг\u00adкий', 'мягкий'],
    ['тег\u{e0041}и\ue000', 'теги'],
    ['и\u0306', 'й'],
    ['а\r\nб\rв\u0000г\tд', 'а\nб\nвг\tд'],
  ])('of %j is %j', (text, clean) => {
    expect(toCleanText(text)).toBe(clean);
  });
});

describe('sentences', () => {
  it.each([
    ['Раз. Два! Три? Четыре…', ['Раз.', 'Два!', 'Три?', 'Четыре…']],
    ['Это т. е. пример. Ещё.', ['Это т. е. пример.', 'Ещё.']],
    ['См. рис. 5. Дальше.', ['См. рис. 5.', 'Дальше.']],
    ['Писал А. С. Пушкин. И всё.', ['Писал А. С. Пушкин.', 'И всё.']],
    ['В 1799 г. родился поэт. Умер в 1837 г. Был дворянином.', ['В 1799 г. родился поэт.', 'Умер в 1837 г.', 'Был дворянином.']],
    ['Стоит 5 руб. за штуку.', ['Стоит 5 руб. за штуку.']],
    ['Яблоки, груши и т. д. продают. Рыбу и т. д. Мы нет.', ['Яблоки, груши и т. д. продают.', 'Рыбу и т. д.', 'Мы нет.']],
    ['«Стой!» — сказал он. Ушёл.', ['«Стой!» — сказал он.', 'Ушёл.']],
    ['Use e.g. this. Then Mr. Smith.', ['Use e.g. this.', 'Then Mr. Smith.']],
    ['Версия 1.5 вышла. ', ['Версия 1.5 вышла.']],
    ['Раз\nДва', ['Раз', 'Два']],
    ['', []],
  ])('of %j', (text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });

  it('leave out only space, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('а', 'Б', '.', ' ', '\n', '!', '»', 'г', '—', '5') }), (text) => {
        expect(sentences(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

describe('blocks of Markdown', () => {
  it('are headings, prose without marks, and what is whole', () => {
    const text =
      '# Ошибки **и** сбои #\n\nТекст с [ссылкой](https://a.example/x "т"), *курсивом* и `a*b*c`.\nДальше $x^2$.\n\n' +
      '- раз\n- два\n\n```ts\nconst a = 1;\n\n# не заголовок\n```\n\n| а | б |\n|---|---|\n| 1 | 2 |\n$$\nx = 1\n$$\n<b>Жирно</b> ![схема](s.png)';
    expect(toMarkdownBlocks(text)).toEqual([
      { kind: 'heading', level: 1, text: 'Ошибки и сбои' },
      { kind: 'prose', text: 'Текст с ссылкой, курсивом и `a*b*c`. Дальше $x^2$.' },
      { kind: 'prose', text: '- раз\n- два' },
      { kind: 'whole', text: '```ts\nconst a = 1;\n\n# не заголовок\n```' },
      { kind: 'whole', text: '| а | б |\n|---|---|\n| 1 | 2 |' },
      { kind: 'whole', text: '$$\nx = 1\n$$' },
      { kind: 'prose', text: 'Жирно схема' },
    ]);
  });

  it('keep the last line of what is never closed', () => {
    expect(toMarkdownBlocks('```\na')).toEqual([{ kind: 'whole', text: '```\na' }]);
    expect(toMarkdownBlocks('$$ a')).toEqual([{ kind: 'whole', text: '$$ a' }]);
  });
});

describe('passages of a lesson', () => {
  const path = ['Курс', 'Урок'];

  it('have the headings above them, their block, and end at a sentence', () => {
    const text = `Начало. ${say(30)}\n\n## Часть\n\n${say(60)} ${say(60, 'другое')} ${say(10, 'ещё')}\n\n### Глубже\n\n${say(45)}\n\n## Вторая\n\n${say(50)}`;
    const passages = toLessonPassages(path, [{ blockId: 'b1', text }]);
    expect(passages.map(({ headingPath, text: own }) => [headingPath.slice(2), countWords(own)])).toEqual([
      [[], 31],
      [['Часть'], 60],
      [['Часть'], 70],
      [['Часть', 'Глубже'], 45],
      [['Вторая'], 50],
    ]);
    expect(passages.every(({ blockId, cues, text: own }) => blockId === 'b1' && cues === null && own.endsWith('.'))).toBe(true);
  });

  it('join short blocks under the first, and keep code, formulas and tables whole', () => {
    const code = `\`\`\`js\n${Array.from({ length: 60 }, (_, line) => `call(${line}, 'a. B');`).join('\n')}\n\`\`\``;
    const passages = toLessonPassages(path, [
      { blockId: 'b1', text: 'Коротко.' },
      { blockId: 'b2', text: 'Тоже коротко.' },
      { blockId: 'b3', text: code },
    ]);
    expect(passages.map(({ blockId }) => blockId)).toEqual(['b1', 'b3'].slice(0, passages.length));
    expect(passages.some(({ text }) => text.includes(code))).toBe(true);
    expect(passages[0]?.text).toContain('Коротко.\n\nТоже коротко.');
  });

  it('cut a sentence that is too long, and code that nobody could read as one', () => {
    const [first, ...others] = toLessonPassages(path, [{ blockId: null, text: say(1000) }]);
    expect(others).toHaveLength(9);
    expect(countWords(first?.text ?? '')).toBeLessThanOrEqual(110);
    const code = toLessonPassages(path, [{ blockId: null, text: `\`\`\`\n${'const a = 1;\n'.repeat(2000)}\`\`\`` }]);
    expect(code.length).toBeGreaterThan(5);
  });

  it('have all words of the text, in NFC and without what is invisible', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('слово', 'Другое', 'й\u200b', 'и\u0306', '.', '\n\n', '!', 'e.g.')), (words) => {
        const text = words.join(' ');
        const passages = toLessonPassages(path, [{ blockId: null, text }]);
        const got = passages.map((passage) => passage.text).join('');
        expect(got.replace(/\s/g, '')).toBe(toCleanText(text).replace(/\s/g, ''));
      }),
    );
  });
});

describe('passages of captions', () => {
  it('know when they are said, and repeat no line of captions that roll', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `${say(8, `слово${index}`)}`);
    const cues = lines.map((line, index) => ({
      ...{ from: index * 2, to: index * 2 + 2 },
      text: index === 0 ? line : `${lines[index - 1]}\n${line}`,
    }));
    const passages = toCaptionPassages(['Курс', 'Видео'], cues);
    expect(passages.map(({ text }) => text).join(' ')).toBe(lines.join(' '));
    for (const { text, cues: own } of passages) {
      expect(countWords(text)).toBeGreaterThanOrEqual(60);
      expect(countWords(text)).toBeLessThanOrEqual(150);
      for (const { offset, from } of own ?? []) expect(text.slice(offset)).toMatch(new RegExp(`^Вот слово${from / 2} `));
    }
  });

  it('that nobody has punctuated end where a cue does', () => {
    const cues = Array.from({ length: 60 }, (_, index) => ({
      from: index,
      to: index + 1,
      text: `раз два три четыре пять шесть с${index}`,
    }));
    const passages = toCaptionPassages(['Курс', 'Видео'], cues);
    expect(passages.length).toBeGreaterThan(3);
    expect(passages.every(({ text }) => /с\d+$/.test(text) && countWords(text) <= 150)).toBe(true);
  });

  it('that begin in the middle of a cue begin as much later', () => {
    const cues = [
      { from: 0, to: 10, text: `${say(70)} ${say(70, 'другое')}` },
      { from: 10, to: 12, text: 'Конец.' },
    ];
    const [, second] = toCaptionPassages(['Курс', 'Видео'], cues);
    expect(second?.cues?.[0]).toEqual({ offset: 0, from: expect.closeTo(4.9, 0), to: 10 });
    expect(second?.text.slice(second.cues?.[1]?.offset)).toBe('Конец.');
  });

  it('of none are none', () => {
    expect(toCaptionPassages(['Курс'], [])).toEqual([]);
  });
});
