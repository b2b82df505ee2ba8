import { importQuestions } from '../import-questions.ts';

async function read(text: string) {
  const imported = await importQuestions({ format: 'aiken', bytes: Buffer.from(text) });
  if ('failure' in imported) throw new Error(imported.failure.en);
  return imported;
}

const choice = (prompt: string, texts: string[], right: number) => ({
  prompt,
  answering: { type: 'single', options: texts.map((text, index) => ({ text, percent: index === right ? 100 : 0 })) },
});

it.each([
  ['stops after letters', 'Q?\nA. one\nB. two\nANSWER: B', choice('Q?', ['one', 'two'], 1)],
  ['brackets after letters', 'Q?\r\nA) one\r\nB) two\r\nANSWER: A', choice('Q?', ['one', 'two'], 0)],
  ['Russian letters', 'Вопрос?\nА. раз\nБ. два\nВ. три\nОТВЕТ: В', choice('Вопрос?', ['раз', 'два', 'три'], 2)],
  [
    'letters of both alphabets that look alike',
    'Q?\nA. one\nВ. two\nС. three\nANSWER: C',
    choice('Q?', ['one', 'two', 'three'], 2),
  ],
  ['small letters', 'Q?\na) one\nb) two\nответ: b)', choice('Q?', ['one', 'two'], 1)],
  [
    'stems of several lines',
    'First\nsecond\n\nthird\nA. one\nB. two\nANSWER: B',
    choice('First\nsecond\nthird', ['one', 'two'], 1),
  ],
  ['options of several lines', 'Q?\nA. one\nmore\n\nB. two\n\nANSWER: B', choice('Q?', ['one\nmore', 'two'], 1)],
  [
    'initials in the stem',
    'А. С. Пушкин родился в\nА. 1799\nБ. 1800\nОТВЕТ: А',
    choice('А. С. Пушкин родился в', ['1799', '1800'], 0),
  ],
  [
    'initials after a line of the stem',
    'Поэт\nА. С. Пушкин\nродился в\nА. 1799\nБ. 1800\nОТВЕТ: А',
    choice('Поэт\nА. С. Пушкин\nродился в', ['1799', '1800'], 0),
  ],
  ['signs of Markdown', '2*3*4 ____ <b>\nA. `x`\nB. two\nANSWER: B', choice('2\\*3\\*4 ____ \\<b>', ['\\`x\\`', 'two'], 1)],
])('reads %s', async (_, text, question) => {
  expect(await read(text)).toMatchObject({ questions: [question], findings: [] });
});

it.each([
  ['an answer that is no option', 'Q?\nA. one\nB. two\nANSWER: D', '“D”'],
  ['several answers', 'Q?\nA. one\nB. two\nANSWER: A, B', '“A, B”'],
  ['no options', 'Q?\nANSWER: A', 'no options'],
  ['no answer', 'Q?\nA. one\nB. two\n', 'No line such as'],
  ['no text', 'A. one\nB. two\nANSWER: A', 'must not be empty (text of the question)'],
])('loses a question with %s alone, and says why and where', async (_, broken, reason) => {
  const { questions, findings } = await read(`First\nA. a\nB. b\nANSWER: A\n\n${broken}\n\nLast\nA. a\nB. b\nANSWER: A`);
  expect(questions.map(({ prompt }) => prompt)).toEqual(['First', 'Last']);
  expect(findings).toMatchObject([{ place: '6', severity: 'lost', message: { en: expect.stringContaining(reason) } }]);
});
