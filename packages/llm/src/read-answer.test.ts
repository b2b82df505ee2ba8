import { z } from 'zod';
import { ModelFailure } from './model-failure.ts';
import { readAnswer } from './read-answer.ts';

const schema = z.object({ title: z.string(), parts: z.array(z.object({ hours: z.int() })) });
const value = { title: 'Скобка } и "кавычка" и \\', parts: [{ hours: 2 }] };
const json = JSON.stringify(value);
const usage = { inputTokens: 7, outputTokens: 3, cost: null };
const read = (answer: unknown) => readAnswer(answer, schema, { model: 'p/m', usage });

function failureOf(answer: unknown): unknown {
  try {
    return read(answer);
  } catch (error) {
    return error;
  }
}

it.each([
  ['alone', json],
  ['pretty-printed', JSON.stringify(value, null, 2)],
  ['in a code fence', `\`\`\`json\n${json}\n\`\`\``],
  ['within prose', `Вот ответ: ${json} Надеюсь, он {подойдёт}.`],
  ['after loud thinking', `<think>Может быть, {"title": "Не то"}? Или {?</think>\n${json}`],
  ['after an object that is another', `{"name":"answer"} ${json}`],
])('reads an object %s', (_how, text) => {
  expect(read(text)).toEqual(value);
});

it('takes a value as it is', () => {
  expect(read(value)).toEqual(value);
});

it('names the places where the answer is wrong, and what was used', () => {
  const failure = failureOf({ title: 1, parts: [{ hours: 2 }, { hours: 'two' }] });
  expect(failure).toBeInstanceOf(ModelFailure);
  expect(failure).toMatchObject({ kind: 'invalid-answer', model: 'p/m', usage, passing: false });
  expect(String(failure)).toMatch(/title: .*; parts\.1\.hours: /);
});

it.each([['Не знаю.'], [''], ['{"title": "Обрыв", "parts": ['], ['{'.repeat(100_000)], [`{"${'\\"'.repeat(100_000)}`]])(
  'says that %# is no JSON',
  (text) => {
    expect(failureOf(text)).toMatchObject({ kind: 'invalid-answer', message: 'the answer is no JSON' });
  },
);
