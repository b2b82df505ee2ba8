import { type Message, regenerateAnswer, stopAnswer } from '@lyceum/contracts/chatbot/message';
import { putTask } from '@lyceum/contracts/models/model-task';
import { createProvider } from '@lyceum/contracts/models/provider';
import type { ServiceName } from '@lyceum/contracts/services';
import { type OpenAiDouble, startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import * as tutor from '../src/tutor.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';
import { citing } from './tutor/citing-model.ts';
import { waitForAccounts } from './tutor/model-accounts.ts';
import { signInAdmin } from './tutor/people.ts';
import { readAnswer } from './tutor/read-answer.ts';
import { allowManyQuestions } from './tutor/tutor-limits.ts';
import { readBeginning, waitForEnd } from './tutor/unfinished-answer.ts';

let stack: PrivateStack;
let double: OpenAiDouble;
let reader: tutor.Visitor;
let lesson: tutor.TaughtLesson;
/** That there should be a record of. */
let calls = 0;
const processes = new Map<ServiceName, ServiceProcess>();

/** Starts a service, or starts it again, as a process that can be killed. */
async function start(name: ServiceName): Promise<void> {
  processes.set(name, await startServiceProcess(name, stack.toEnvironment(name)));
}

function running(name: ServiceName): ServiceProcess {
  const found = processes.get(name);
  if (!found) throw new Error(`${name} does not run`);
  return found;
}

beforeAll(async () => {
  [stack, double] = await Promise.all([startPrivateStack(), startOpenAiDouble({ answer: citing(tutor.sentence) })]);
  for (const name of ['chatbot', 'models'] as const) {
    await stack.services.get(name)?.stop();
    await start(name);
  }
  reader = await signInAdmin(stack);
  await allowManyQuestions(reader);
  const [taught] = await tutor.teach(reader, [tutor.textLesson]);
  if (!taught) throw new Error('a lesson was made');
  lesson = taught;
  await tutor.askKnown(reader, lesson, question);
  const { api, token } = reader;
  const settings = { kind: 'openai-compatible', name: 'Local', baseUrl: double.baseUrl, model: 'test-model' } as const;
  const { body: provider } = await api.call(createProvider, { token, body: { settings } });
  await api.call(putTask, { token, params: { task: 'tutor' }, body: { providers: [provider.id] } });
}, 120_000);
afterAll(async () => {
  await Promise.all([...processes.values()].map((one) => one.kill()));
  await stack?.stop();
  await double?.stop();
}, 30_000);

const question = 'Где живёт дефект и кто видит сбой?';

interface HalfAnswer {
  readonly answer: Message;
  /** Its first words. */
  readonly beginning: string;
  /** Lets the model write the other half. */
  release(): void;
}

/** An answer whose model is in the middle of it, and will be until it is released. */
async function beginAnswer(): Promise<HalfAnswer> {
  double.clear();
  const half = Promise.withResolvers<void>();
  double.next({ mode: 'paced', after: [half.promise] });
  const answer = await tutor.ask(reader, lesson, question);
  const beginning = await readBeginning(reader, answer);
  expect(double.inFlight()).toBe(1);
  return { answer, beginning, release: half.resolve };
}

/** Every call has ended, the last one so, and its tokens were taken from the budget once. */
async function expectSettled(outcome: string): Promise<void> {
  calls += 1;
  await double.idle();
  const { outcomes, recorded, used, reserved } = await waitForAccounts(stack);
  expect(outcomes.at(-1)).toBe(outcome);
  expect(outcomes).toHaveLength(calls);
  expect([used, reserved]).toEqual([recorded, 0]);
}

/** The half that was written is kept, with a mark; the answer is whole when it is written anew. */
async function expectHalf({ answer, beginning }: HalfAnswer, status: Message['status']): Promise<void> {
  const ended = await waitForEnd(reader, answer);
  expect(ended).toMatchObject({ status, outcome: null, text: expect.stringContaining(beginning.trim()) });
  expect(ended.text).not.toContain('последствие');
  const { message } = await readAnswer(reader, answer);
  expect(message).toEqual(ended);
}

async function expectWholeAnew({ answer }: HalfAnswer): Promise<void> {
  double.clear();
  await reader.api.call(regenerateAnswer, { token: reader.token, params: { messageId: answer.id } });
  expect(await waitForEnd(reader, answer)).toMatchObject({ status: 'finished', outcome: 'answered' });
  expect(double.count()).toBe(1);
  await expectSettled('done');
}

describe('an answer that is half written', () => {
  it('ends with its model when the learner stops it', async () => {
    const half = await beginAnswer();
    await reader.api.call(stopAnswer, { token: reader.token, params: { messageId: half.answer.id } });
    await expectHalf(half, 'stopped');
    await expectSettled('cancelled');
    expect(double.requests.map(({ aborted }) => aborted)).toEqual([true]);
    await expectWholeAnew(half);
  }, 60_000);

  it('is written to its end when the learner leaves', async () => {
    const { answer, release } = await beginAnswer();
    release();
    expect(await waitForEnd(reader, answer)).toMatchObject({ status: 'finished', outcome: 'answered' });
    await expectSettled('done');
    expect(double.requests.map(({ aborted }) => aborted)).toEqual([false]);
  }, 60_000);

  it('is interrupted, and its model ends, when the tutor is told to stop', async () => {
    const half = await beginAnswer();
    expect(await running('chatbot').terminate()).toBe(0);
    await double.idle();
    await start('chatbot');
    await expectHalf(half, 'interrupted');
    await expectSettled('cancelled');
    await expectWholeAnew(half);
  }, 60_000);

  it('is interrupted, and its model ends, when the tutor is killed', async () => {
    const half = await beginAnswer();
    await running('chatbot').kill();
    await double.idle();
    await start('chatbot');
    await expectHalf(half, 'interrupted');
    await expectSettled('cancelled');
    await expectWholeAnew(half);
  }, 60_000);

  it('is written to its end when the service of models is told to stop', async () => {
    const { answer, release } = await beginAnswer();
    const ended = running('models').terminate();
    release();
    expect(await waitForEnd(reader, answer)).toMatchObject({ status: 'finished', outcome: 'answered' });
    expect(await ended).toBe(0);
    await start('models');
    await expectSettled('done');
  }, 60_000);

  it('fails with its half and a notice when the service of models is killed, and what was set aside is never used', async () => {
    const half = await beginAnswer();
    await running('models').kill();
    await double.idle();
    await expectHalf(half, 'failed');
    const { used, recorded, reserved } = await waitForAccounts(stack, { running: 1 });
    expect(used).toBe(recorded);
    expect(reserved).toBeGreaterThan(0);
    await start('models');
    // What the call might take is over; the next one finds that it has lost its process.
    await stack.sql("UPDATE models.model_calls SET expires_at = now() - interval '1 second' WHERE outcome = 'running'");
    double.clear();
    const next = await waitForEnd(reader, await tutor.ask(reader, lesson, question));
    expect(next).toMatchObject({ status: 'finished', outcome: 'answered' });
    await double.idle();
    const after = await waitForAccounts(stack);
    expect(after.outcomes.slice(-2)).toEqual(['lost', 'done']);
    expect([after.used, after.reserved]).toEqual([after.recorded, reserved]);
  }, 60_000);
});
