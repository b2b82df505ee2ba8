import { tidyLine, tidyList, tidyPhrase } from './tidy-text.ts';

describe('tidyLine', () => {
  it.each([
    ['- Основы *логики*', 'Основы *логики*'],
    ['2) **Практика**: `npm test`', 'Практика: npm test'],
    ['строка\nдругая\u0000\tтретья', 'строка другая третья'],
    ['книга "Война и мир"', 'книга «Война и мир»'],
    ['Лекция (2 часа), практика (4 ак. ч.)', 'Лекция, практика'],
    ['Изучение темы – 6 академических часов', 'Изучение темы'],
    ['реагирует в течение 24 часов', 'реагирует в течение 24 часов'],
    ['половина пары \uD83D', 'половина пары \uFFFD'],
  ])('makes of %j a line of the document', (text, line) => {
    expect(tidyLine(text, 100, 'ru')).toBe(line);
  });

  it('takes hours out of English too, and sets its quotation marks', () => {
    expect(tidyLine('Lecture (2 academic hours) on "sets"', 100, 'en')).toBe('Lecture on “sets”');
  });

  it('cuts between words, and no character in two', () => {
    expect(tidyLine('проектирование баз данных', 18, 'ru')).toBe('проектирование баз');
    expect(tidyLine('👩'.repeat(10), 5, 'ru')).toBe('👩👩');
  });
});

it('takes stops off the end of phrases', () => {
  expect(tidyPhrase('настраивает сеть;', 100, 'ru')).toBe('настраивает сеть');
});

it('keeps of a list what has words and differs in more than case, spaces and ё', () => {
  const texts = ['Учёт', ' учет. ', '', 'УЧЕТ', '…', 'C++', 'C#', 'лишнее'];
  expect(tidyList(texts, (text) => tidyPhrase(text, 100, 'ru'), 3)).toEqual(['УЧЕТ', 'C++', 'C#']);
});
