import { embeddings as ofGigachat } from './gigachat/answers.ts';
import { embeddings as ofOpenAi } from './openai-compatible/answers.ts';

it.each([
  ['GigaChat', ofGigachat],
  ['OpenAI', ofOpenAi],
])('vectors of %s are numbers that JSON can pass on', (_name, embeddings) => {
  const answer = (part: unknown) => ({ data: [{ index: 0, embedding: [0.5, part] }] });
  expect(embeddings(1).safeParse(answer(-1)).success).toBe(true);
  for (const part of [Number.POSITIVE_INFINITY, Number.NaN, '1', null])
    expect([part, embeddings(1).safeParse(answer(part)).success]).toEqual([part, false]);
});
