import { fillPath } from '@lyceum/common/client';
import { getMessage, type Message, streamAnswer } from '@lyceum/contracts/chatbot/message';
import { enrol } from '@lyceum/contracts/courses/enrolment';
import { getLesson } from '@lyceum/contracts/courses/outline';
import { putTask } from '@lyceum/contracts/models/model-task';
import { createProvider } from '@lyceum/contracts/models/provider';
import { putCaption } from '@lyceum/contracts/streaming/caption';
import { type GigaChatDouble, startGigaChatDouble } from '@lyceum/llm/testing/gigachat-double';
import { type OpenAiDouble, startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import type { z } from 'zod';
import * as tutor from '../src/tutor.ts';
import { clip, uploadVideo, waitUntilMade } from '../src/videos.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';
import { citing } from './tutor/citing-model.ts';
import { joinSchool, signInAdmin } from './tutor/people.ts';
import { readAnswer } from './tutor/read-answer.ts';
import { lockTable } from './tutor/table-lock.ts';
import { allowManyQuestions } from './tutor/tutor-limits.ts';

const spoken = { words: 'Повторная проверка ловит то, что сломало исправление.', from: 2.2, to: 4.6 };
const library = { type: 'video', url: null, durationSeconds: null, description: '', transcript: '' } as const;
const captions = `WEBVTT

00:00.200 --> 00:02.000
Исправили одно и успокоились.

00:02.200 --> 00:04.600
${spoken.words}
`;

const questions = { text: 'Где живёт дефект и кто видит сбой?', video: 'Что ловит повторная проверка?' };

let stack: PrivateStack;
let author: tutor.Visitor;
let learner: tutor.Visitor;
let text: tutor.TaughtLesson;
let video: tutor.TaughtLesson;
let openai: OpenAiDouble;
let gigachat: GigaChatDouble;

beforeAll(async () => {
  [stack, openai, gigachat] = await Promise.all([startPrivateStack(), startOpenAiDouble(), startGigaChatDouble()]);
  [author, learner] = [await signInAdmin(stack), await joinSchool(stack, 'Вера Лис')];
  await allowManyQuestions(author);
  const { id: videoId } = await uploadVideo(author, 'Регрессия.mp4', clip);
  const file = Buffer.from(captions).toString('base64');
  await author.api.call(putCaption, {
    ...{ token: author.token, params: { videoId, language: 'ru' }, body: { label: 'Русский', file } },
  });
  await waitUntilMade(author, { id: videoId });
  const lessons = await tutor.teach(author, [tutor.textLesson, { ...library, videoId }], { sequential: false });
  const [first, second] = lessons;
  if (!first || !second) throw new Error('two lessons were made');
  [text, video] = [first, second];
  await learner.api.call(enrol, { token: learner.token, params: { courseId: text.courseId }, body: {} });
  await tutor.askKnown(learner, text, questions.text);
  await tutor.askKnown(learner, video, questions.video);
}, 180_000);
afterAll(async () => {
  await stack?.stop();
  await openai?.stop();
  await gigachat?.stop();
});

async function answerWith(body: z.input<typeof createProvider.body>): Promise<string> {
  const { api, token } = author;
  const { body: provider } = await api.call(createProvider, { token, body });
  await api.call(putTask, { token, params: { task: 'tutor' }, body: { providers: [provider.id] } });
  return `${provider.settings.name}/${provider.settings.model}`;
}

/** The answer that was read through cuts is what everybody else reads. */
async function expectSame(read: Awaited<ReturnType<typeof readAnswer>>): Promise<void> {
  const { api, token } = learner;
  const { body: polled } = await api.call(getMessage, { token, params: { messageId: read.message.id } });
  expect(polled).toEqual(read.message);
  expect((await readAnswer(learner, read.message)).message).toEqual(read.message);
}

/** Opens the stream of an answer that is not there yet, and leaves it. */
async function leaveEarly({ id: messageId }: Message): Promise<void> {
  const { api, token } = learner;
  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
  const stream = api.raw(fillPath(streamAnswer, { messageId }, {}), { headers, signal: leaving.signal });
  const { body } = await api.call(getMessage, { token, params: { messageId } });
  expect(['queued', 'writing']).toContain(body.status);
  leaving.abort();
  await expect(stream).rejects.toThrow('aborted');
}

/** The citation leads to the block of the text. */
async function expectParagraph({ message }: Awaited<ReturnType<typeof readAnswer>>): Promise<void> {
  const citation = message.citations.find(({ quote }) => quote.includes(tutor.sentence.slice(0, -1)));
  if (!citation) throw new Error(`the sentence is not cited: ${JSON.stringify(message.citations)}`);
  expect(citation.place).toMatchObject({ ...text, blockId: 'defect', second: null });
  await tutor.followCitation(learner, citation);
}

/** The citation leads to the second of the video at which its words are said. */
async function expectSecond({ message }: Awaited<ReturnType<typeof readAnswer>>): Promise<void> {
  const citation = message.citations.find(({ quote }) => quote.includes(spoken.words.slice(0, -1)));
  if (!citation) throw new Error(`what is said is not cited: ${JSON.stringify(message.citations)}`);
  expect(citation.place).toMatchObject({ ...video, blockId: null });
  const second = citation.place.second ?? Number.NaN;
  expect(Math.abs(second - spoken.from)).toBeLessThanOrEqual(1);
  await tutor.followCitation(learner, citation);
  const { body } = await learner.api.call(getLesson, { token: learner.token, params: video });
  expect(body.body).toMatchObject({ type: 'video' });
}

/** Asks and is cut twice while the model writes; another reader of the same answer is never cut. */
async function askThroughCuts(
  double: OpenAiDouble | GigaChatDouble,
  lesson: tutor.TaughtLesson,
  question: string,
  words: string,
) {
  double.answerWith(citing(words));
  const parts = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  double.next({ mode: 'paced', after: parts.map(({ promise }) => promise) });
  const answer = await tutor.ask(learner, lesson, question);
  const goOn = (connection: number) => {
    // The model is in the middle of its answer at each cut.
    expect(double.inFlight()).toBe(1);
    parts[connection - 1]?.resolve();
  };
  const [cut, whole] = await Promise.all([readAnswer(learner, answer, [1, 2], goOn), readAnswer(learner, answer)]);
  expect(cut.message).toMatchObject({ status: 'finished', outcome: 'answered', droppedCitations: 0 });
  expect(cut.connections).toBe(3);
  expect(cut.text).toBe(cut.message.text);
  expect(cut.text).toBe(whole.text);
  expect(cut.text).toContain(`${words} [^1]`);
  expect(cut.citations).toEqual(cut.message.citations);
  await expectSame(cut);
  await double.idle();
  return cut;
}

describe('a learner who asks in a lesson and is cut twice reads the same answer whole and follows its citations', () => {
  it('with a server that has the API of OpenAI', async () => {
    const settings = { kind: 'openai-compatible', name: 'Local', baseUrl: openai.baseUrl, model: 'test-model' } as const;
    const model = await answerWith({ settings });
    const written = await askThroughCuts(openai, text, questions.text, tutor.sentence);
    expect(written.message.model).toBe(model);
    await expectParagraph(written);
    await expectSecond(await askThroughCuts(openai, video, questions.video, spoken.words));
  }, 60_000);

  it('with GigaChat', async () => {
    const { baseUrl, authUrl, credentials } = gigachat;
    const model = await answerWith({ settings: { kind: 'gigachat', name: 'GigaChat', baseUrl, authUrl }, key: credentials });
    const written = await askThroughCuts(gigachat, text, questions.text, tutor.sentence);
    expect(written.message.model).toBe(model);
    await expectParagraph(written);
    await expectSecond(await askThroughCuts(gigachat, video, questions.video, spoken.words));
  }, 60_000);

  it('with no model, as a search result', async () => {
    const { api, token } = author;
    await api.call(putTask, { token, params: { task: 'tutor' }, body: { providers: ['outline'] } });
    for (const [lesson, name, expectPlace] of [
      [text, 'text', expectParagraph],
      [video, 'video', expectSecond],
    ] as const) {
      // The search waits for the passages, so that both connections end before it.
      const release = await lockTable(stack, 'chatbot.passages');
      const answer = await tutor.ask(learner, lesson, questions[name]);
      for (const _ of [1, 2]) await leaveEarly(answer);
      await release();
      const found = await readAnswer(learner, answer);
      expect(found.message).toMatchObject({ status: 'finished', outcome: 'search-result', model: null });
      expect(found.message.notice).toMatch(/search result/);
      await expectSame(found);
      await expectPlace(found);
    }
  }, 60_000);
});
