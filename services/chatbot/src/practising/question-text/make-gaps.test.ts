import { costGrowth, maxGrowth } from '@lyceum/testing/cost-growth';
import fc from 'fast-check';
import { gapMark, makeGaps } from './make-gaps.ts';
import { samplePassages } from './sample-passages.ts';
import { splitSentences } from './split-sentences.ts';

const toPassages = (...texts: string[]) => texts.map((text, index) => ({ id: `p${index}`, text }));

const lesson = toPassages(
  'Тестирование показывает присутствие дефектов, а не их отсутствие. Раннее тестирование экономит время и деньги.',
  'Регрессия проверяет прежнее поведение после изменения. Интеграция соединяет модули в одну систему. Валидация отвечает на вопрос заказчика, а верификация сверяет со спецификацией.',
);

describe('gaps', () => {
  it('leave a rare word out of a sentence, which with it is that of the passage', () => {
    const gaps = makeGaps(lesson);
    expect(gaps.length).toBeGreaterThanOrEqual(4);
    for (const { text, rightText, passage, span } of gaps) {
      expect(text.split(gapMark)).toHaveLength(2);
      expect(text.replace(gapMark, rightText)).toBe(passage.text.slice(span.from, span.to));
      expect(rightText).toMatch(/^\p{L}{5,}$/u);
    }
  });

  it('take passages in turns', () =>
    expect(makeGaps(lesson).map(({ passage }) => passage.id)).toEqual(['p0', 'p1', 'p0', 'p1', 'p1']));

  it('have wrong words of the lesson with the same ending, which the sentence does not have', () => {
    const withOptions = makeGaps(lesson).filter(({ wrongTexts }) => wrongTexts.length === 3);
    expect(withOptions).not.toEqual([]);
    for (const { text, rightText, wrongTexts } of withOptions) {
      expect(new Set([rightText, ...wrongTexts]).size).toBe(4);
      for (const word of wrongTexts) {
        expect(text.toLowerCase()).not.toContain(word.toLowerCase());
        expect(word.at(-1)).toBe(rightText.at(-1));
      }
    }
  });

  it('are not made of code, tables, formulas, headings, lists and short sentences', () => {
    const texts = [
      '# Заголовок урока про большое тестирование программ',
      '- пункт списка про большое тестирование разных программ',
      'Вызовите `console.log` и посмотрите на результат выполнения программы.',
      '| столбец | значение | другой столбец | другое значение |',
      'Площадь круга равна $S = \\pi r^2$ при любом радиусе.',
      'Дефект остаётся в коде.',
    ];
    expect(makeGaps(toPassages(...texts))).toEqual([]);
  });

  it('are none of a lesson without words', () => expect(makeGaps([])).toEqual([]));

  it('do not leave out a word that the sentence says again', () => {
    const [gap] = makeGaps(toPassages('Верификация любого продукта всегда начинается там, где верификацию уже ждут.'));
    expect(gap?.rightText.toLowerCase()).not.toMatch(/^верифик/);
  });

  it('make whole sentences whatever the text is', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const gap of makeGaps(toPassages(text)))
          expect(gap.text.replace(gapMark, () => gap.rightText)).toBe(text.slice(gap.span.from, gap.span.to));
      }),
    ));

  it('cost no more than in proportion to the lesson', async () => {
    const text = 'Регрессия проверяет прежнее поведение продукта после изменения. Интеграция соединяет модули. ';
    const growth = await costGrowth(toPassages(text.repeat(50)), toPassages(text.repeat(200)), makeGaps);
    expect(growth).toBeLessThan(maxGrowth);
  });
});

describe('sentences', () => {
  it.each([
    ['Первая. Вторая! Третья? Да.', ['Первая.', 'Вторая!', 'Третья?', 'Да.']],
    ['Скорость, т. е. путь за время, растёт. Всё.', ['Скорость, т. е. путь за время, растёт.', 'Всё.']],
    ['Это показал А. С. Пушкин. Всё.', ['Это показал А. С. Пушкин.', 'Всё.']],
    ['См. рис. 5 и табл. 2. Далее 3.14 и конец.', ['См. рис. 5 и табл. 2.', 'Далее 3.14 и конец.']],
    ['Одна строка\nдругая строка', ['Одна строка', 'другая строка']],
    ['«Красный, зелёный.» Потом чистим.', ['«Красный, зелёный.»', 'Потом чистим.']],
    ['  ', []],
  ])('of %s', (text, sentences) => expect(splitSentences(text).map(({ from, to }) => text.slice(from, to))).toEqual(sentences));
});

describe('a sample of passages', () => {
  const passages = toPassages(...Array.from({ length: 100 }, () => 'а'.repeat(100)));

  it('is all of a short lesson', () => expect(samplePassages(passages, 10_000)).toEqual(passages));

  it('is from all over a long one', () => {
    const sample = samplePassages(passages, 1_000);
    expect(sample.length).toBeGreaterThan(8);
    expect(sample.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(1_000);
    expect(Number(sample.at(-1)?.id.slice(1))).toBeGreaterThan(85);
  });

  it('is empty of a lesson without text', () => expect(samplePassages([], 1_000)).toEqual([]));
});
