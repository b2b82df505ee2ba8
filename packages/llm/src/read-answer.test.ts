import fc from 'fast-check';
import { z } from 'zod';
import { ModelFailure } from './model-failure.ts';
import { readAnswer } from './read-answer.ts';

const schema = z.object({ title: z.string(), parts: z.array(z.object({ hours: z.int() })) });
const value = { title: 'Скобка } и "кавычка" и \\', parts: [{ hours: 2 }] };
const json = JSON.stringify(value);
const draft = JSON.stringify({ ...value, title: 'Набросок' });
const usage = { inputTokens: 7, outputTokens: 3, cost: null };
const read = (answer: unknown) => readAnswer(answer, schema, { model: 'p/m', usage });

function toFailure(answer: unknown): unknown {
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
  ['in a code fence without a language', `\`\`\`\n${json}\n\`\`\``],
  ['in a code fence within prose', `Вот:\n\`\`\`json\n${json}\n\`\`\`\nГотово.`],
  ['within prose', `Вот ответ: ${json} Надеюсь, он {подойдёт}.`],
  ['within braces of prose', `{см. ${json}}`],
  ['after loud thinking', `<think>Может быть, {"title": "Не то"}? Или {?</think>\n${json}`],
  ['after a draft within thinking', `<think>Набросок: ${draft}. Нет.</think>\n${json}`],
  ['after thinking that began in the prompt', `Набросок ${draft} неверен.</think>\n${json}`],
  ['after thinking twice', `<think>${draft}</think> хм <Thinking>${draft}</Thinking>${json}`],
  ['before thinking that was cut off', `${json}\n<think>А если ${draft}`],
  ['after an object that is another', `{"name":"answer"} ${json}`],
  ['before an object that is another', `${json} {"name":"answer"}`],
  ['said twice', `${json}\n\nИтак: ${json}`],
  ['as the only entry of a list', `[${json}]`],
  ['after a mark of byte order', `\uFEFF${json}`],
])('reads an object %s', (_how, text) => {
  expect(read(text)).toEqual(value);
});

it.each([
  ['commas before brackets', '{"title": "План", "parts": [{"hours": 2,},],}'],
  ['comments', '{ // ответ\n"title": "План", /* часы * */ "parts": [{"hours": 2}] }'],
  ['the number in quotes', '{"title": "План", "parts": [{"hours": "2"}]}'],
  ['one entry for a list of one', '{"title": "План", "parts": {"hours": 2}}'],
  ['an entry that is unknown', '{"title": "План", "parts": [{"hours": 2}], "__proto__": {"title": 1}}'],
  ['words in capitals', '{"title": "План", "parts": [{"hours": 2, "done": True, "why": NULL}]}'],
])('reads JSON with %s', (_what, text) => {
  expect(read(text)).toEqual({ title: 'План', parts: [{ hours: 2 }] });
});

it.each([
  ['"две\nстроки"', 'две\nстроки'],
  ['"таб\tвнутри"', 'таб\tвнутри'],
  ['"формула \\(x\\) и \\alpha"', 'формула \\(x\\) и \\alpha'],
  ['"it\\\'s"', "it's"],
  ['"\\u0416\\n\\"\\\\"', 'Ж\n"\\'],
  ['"тег </think> внутри"', 'тег </think> внутри'],
  ['"тег <think> внутри"', 'тег <think> внутри'],
  ['"// и /* внутри */"', '// и /* внутри */'],
])('reads the text %s', (text, title) => {
  expect(read(`{"title": ${text}, "parts": []}`)).toEqual({ title, parts: [] });
});

it('takes a value as it is', () => {
  expect(read(value)).toEqual(value);
});

it('takes the object that says most', () => {
  const lenient = z.object({ title: z.string().default(''), note: z.string().optional() });
  const text = '{} Вот: {"title": "План", "note": "да"} или {"title": "План"} {}';
  expect(readAnswer(text, lenient, { model: 'p/m', usage })).toEqual({ title: 'План', note: 'да' });
});

it('takes no example of the prompt for the answer', () => {
  const asked = [{ role: 'user', content: `Ответь так: ${draft}` }] as const;
  const answer = (text: string) => readAnswer(text, schema, { model: 'p/m', usage, asked });
  expect(answer(`По примеру ${draft} получаем ${json}`)).toEqual(value);
  expect(() => answer(`Отвечу по примеру ${draft}`)).toThrow('the answer is no JSON');
  expect(answer(draft)).toMatchObject({ title: 'Набросок' });
});

it.each([
  ['different objects fit alike', `Либо ${json}, либо ${draft}`, /several objects/],
  ['thinking was cut off', `<think>Пусть ${json}`, /no JSON/],
  ['only a part of an object is left', '{"a": [{"title": "Часть", "parts": []}', /no JSON/],
  ['a number is none', '{"title": "План", "parts": [{"hours": NaN}]}', /no JSON/],
  ['it is too long', `{"title": "${'а'.repeat(300_000)}", "parts": []}`, /more than/],
  ['it is nested too deep', `{"title": ${'['.repeat(60)}${']'.repeat(60)}, "parts": []}`, /no JSON/],
])('does not guess when %s', (_what, text, message) => {
  expect(toFailure(text)).toMatchObject({ kind: 'invalid-answer', message: expect.stringMatching(message) });
});

it('names the places where the answer is wrong, and what was used', () => {
  const failure = toFailure({ title: {}, parts: [{ hours: 2 }, { hours: 'two' }] });
  expect(failure).toBeInstanceOf(ModelFailure);
  expect(failure).toMatchObject({ kind: 'invalid-answer', model: 'p/m', usage, passing: false });
  expect(String(failure)).toMatch(/title: .*; parts\.1\.hours: /);
});

it.each([['Не знаю.'], [''], ['{"title": "Обрыв", "parts": ['], ['{'.repeat(100_000)], [`{"${'\\"'.repeat(100_000)}`]])(
  'says that %# is no JSON',
  (text) => {
    expect(toFailure(text)).toMatchObject({ kind: 'invalid-answer', message: 'the answer is no JSON' });
  },
);

it('reads whatever JSON says, wherever it stands', () => {
  const anything = z.strictObject({ answer: z.json() });
  // Zod leaves out what would be the prototype.
  const anyJson = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
  fc.assert(
    fc.property(anyJson, fc.constantFrom('', 'Вот: ', '<think>{"answer": 1}</think>'), fc.boolean(), (answer, before, pretty) => {
      const text = `${before}${JSON.stringify({ answer }, null, pretty ? 2 : 0)}`;
      expect(readAnswer(text, anything, { model: 'p/m', usage })).toEqual({ answer: JSON.parse(JSON.stringify(answer)) });
    }),
  );
});

it.each(['1e999', '-1e999'])('takes %s for no answer, since no JSON could pass it on', (number) => {
  expect(toFailure(`{"title":"x","parts":[],"more":${number}}`)).toMatchObject({ kind: 'invalid-answer' });
});
