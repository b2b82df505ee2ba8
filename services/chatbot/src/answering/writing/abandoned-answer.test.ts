import { createLiveLogs, type LiveLogs } from '@lyceum/common/live-log';
import { createLogger } from '@lyceum/common/log';
import { createRedis, type Redis, redisReady } from '@lyceum/common/redis';
import { createServiceClient } from '@lyceum/common/service-client';
import { createRemoteModels } from '@lyceum/llm/remote-models';
import { testServers } from '@lyceum/testing/config';
import { eventually } from '@lyceum/testing/eventually';
import { ask, buildDesk, hear, openStream, readMessage } from '../../../test/ask.ts';
import { openAiSchool, sayAndCite, stopDoubles } from '../../../test/build-school.ts';
import { models, neighbours, service } from '../../../test/chatbot-service.ts';
import { MessageEntity } from '../../conversing/message/message.entity.ts';
import { createStudyGate } from '../../gate/study-gate.ts';
import { createGuard } from '../../guarding/guard/create-guard.ts';
import { createWordModerator } from '../../guarding/moderation/create-word-moderator.ts';
import { createSettingsCache } from '../../guarding/settings/settings-cache.ts';
import { createVectorCache } from '../../knowing/embedding/vector-cache.ts';
import { abandonAnswers, openAnswerLog } from '../answer-log/answer-log.ts';
import { answerQuestionJob } from './answer-question.job.ts';

let redis: Redis;
let logs: LiveLogs;

beforeEach(async () => {
  redis = createRedis(testServers().TEST_REDIS_URL, createLogger('test', 'fatal'));
  await redisReady(redis);
  logs = createLiveLogs(redis, service.testDatabase.name.replace('_', '-'));
});
afterEach(() => {
  logs.stop();
  redis.disconnect();
});
afterAll(stopDoubles);

/** An answer that a process of its own has half written, of a model that has fallen silent. */
async function beginAnswer() {
  const school = await openAiSchool({ answer: sayAndCite('Дефект остаётся в коде, а сбой виден. '.repeat(2)) });
  school.double.next({ mode: 'stall' });
  const desk = await buildDesk(school.space);
  const { body } = await ask(desk);
  const urls = { tokens: service.keys.url, models: models.url, courses: neighbours.url };
  const SERVICE_URLS = Object.assign(Object.create(null), urls);
  const services = createServiceClient('chatbot', { SERVICE_URLS, SERVICE_SECRET: 's'.repeat(32) }, service.clock);
  const job = answerQuestionJob({
    ...{ models: createRemoteModels(services), gate: createStudyGate(services), logs },
    ...{ guard: createGuard({ redis, prefix: 'test', settings: createSettingsCache(), moderator: createWordModerator() }) },
    vectors: createVectorCache(),
    config: { PUBLIC_URL: 'https://school.example', TUTOR_SILENCE_SECONDS: 60 },
  });
  const process = new AbortController();
  const running = job.run({ messageId: body.answer.id }, service.jobRun({ signal: process.signal }, school.space));
  const { text } = await hear(openStream(desk.learner, body.answer.id), 2);
  return { school, desk, answer: body.answer, process, running, text };
}

it('is interrupted when its process stops, with what is there and without a running model call', async () => {
  const { school, desk, answer, process, running, text } = await beginAnswer();
  process.abort();
  await running;
  await school.double.idle();
  expect(school.double.requests.map(({ aborted }) => aborted)).toEqual([true]);
  const read = await readMessage(desk, answer.id);
  expect(read).toMatchObject({ status: 'interrupted', text: expect.stringContaining(text.trim()) });
  expect((await hear(openStream(desk.learner, answer.id))).end).toEqual(read);
});

it('ends at once when it is abandoned, and so do the streams of its readers', async () => {
  const { school, desk, answer, running } = await beginAnswer();
  const stream = hear(openStream(desk.learner, answer.id));
  await abandonAnswers(logs, school.space, [{ id: answer.id, request: { draft: 1 } }]);
  await running;
  await school.double.idle();
  expect((await stream).end).toBeDefined();
  expect(school.double.requests.map(({ aborted }) => aborted)).toEqual([true]);
});

it('is marked at once when Redis is cut, with what is there', async () => {
  const { school, desk, answer, running, text } = await beginAnswer();
  // With all the connections of the process.
  redis.disconnect();
  logs.stop();
  await running.catch(() => undefined);
  await school.double.idle();
  const row = await service.rows((db) => db.findOneByOrFail(MessageEntity, { id: answer.id }), school.space);
  expect(row).toMatchObject({ status: 'interrupted', text: expect.stringContaining(text.trim()) });
  expect((await ask(desk)).status).toBe(202);
});

it('counts as written until its end is, however long that takes', async () => {
  const { school, answer, process, running } = await beginAnswer();
  const log = openAnswerLog(logs, school.space, { id: answer.id, request: { draft: 1 } });
  await service.rows(async (db) => {
    await db.findOne(MessageEntity, { where: { id: answer.id }, lock: { mode: 'pessimistic_write' } });
    process.abort();
    await school.double.idle();
    await redis.del(...(await redis.keys(`*answer-life:${school.space}:${answer.id}*`)));
    await eventually(log.isAlive, (isAlive) => isAlive);
  }, school.space);
  await running;
});
