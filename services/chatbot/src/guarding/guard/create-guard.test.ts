import { randomUUID } from 'node:crypto';
import { createLogger } from '@lyceum/common/log';
import { createRedis, type Redis, redisReady } from '@lyceum/common/redis';
import {
  type CourseTutorSettings,
  defaultCourseSettings,
  defaultSpaceSettings,
  putCourseTutorSettings,
  putTutorSettings,
  type SpaceTutorSettings,
} from '@lyceum/contracts/chatbot/tutor-settings';
import { asAdmin, asUser, type TestActor } from '@lyceum/testing/actors';
import { testServers } from '@lyceum/testing/config';
import type { EntityManager } from 'typeorm';
import { buildCourse } from '../../../test/build-course.ts';
import { service } from '../../../test/chatbot-service.ts';
import { AlertEntity } from '../alert/alert.entity.ts';
import { AuditEntryEntity } from '../audit/audit-entry.entity.ts';
import { createWordModerator } from '../moderation/create-word-moderator.ts';
import { createSettingsCache } from '../settings/settings-cache.ts';
import { createGuard, type Guard } from './create-guard.ts';

const log = createLogger('chatbot', 'fatal');
let redis: Redis;
beforeAll(async () => {
  redis = createRedis(testServers().TEST_REDIS_URL, log);
  await redisReady(redis);
});
afterAll(() => redis.disconnect());

const moment = new Date('2026-11-30T10:15:30.000Z');
beforeEach(() => service.clock.set(moment));
afterAll(() => service.clock.reset());

const buildSpace = () => `school-${randomUUID().slice(0, 8)}`;

/** As each replica has it: settings are its own, counts are shared. */
const buildGuard = (on = redis) =>
  createGuard({
    ...{ redis: on, prefix: service.testDatabase.name, settings: createSettingsCache(), moderator: createWordModerator() },
  });

type Admission = Parameters<Guard['admit']>[0];

const admit = (guard: Guard, actor: TestActor, admission: Partial<Admission> = {}) => {
  const inSpace = <Result>(run: (db: EntityManager) => Promise<Result>) => service.rows(run, actor.space);
  return guard.admit({
    ...{ ctx: { ...service.context(actor.space), locale: actor.locale }, actor, courseId: null, conversationId: null },
    ...{ mode: 'explain', text: 'Что такое дефект?', read: inSpace, transact: inSpace },
    ...admission,
  });
};

/** The code, seconds and details of a refusal; `admitted` when there is none. */
const toOutcome = async (admission: Promise<unknown>) =>
  admission.then(
    () => 'admitted',
    (error: { message: string }) => error.message,
  );

const say = (space: string, body: Partial<SpaceTutorSettings>) =>
  service.call(putTutorSettings, { as: asAdmin({ space }), body: { ...defaultSpaceSettings, ...body } });

const sayOfCourse = (as: TestActor, courseId: string, body: Partial<CourseTutorSettings>) =>
  service.call(putCourseTutorSettings, { as, params: { courseId }, body: { ...defaultCourseSettings, ...body } });

const listAudit = (space: string) =>
  service.rows((db) => db.find(AuditEntryEntity, { where: { action: 'question-refused' }, order: { id: 'ASC' } }), space);

it('admits a question by default, without a notice', async () => {
  const { notice, settings } = await admit(buildGuard(), asUser());
  expect([notice, settings]).toEqual([null, defaultSpaceSettings]);
});

it('refuses with what is switched off, in the space or in the course, and with modes that are not allowed', async () => {
  const space = buildSpace();
  const { courseId, learner: teacher } = await buildCourse(undefined, { space, teaches: true });
  await say(space, { modes: ['explain', 'hint'] });
  await sayOfCourse(teacher, courseId, { modes: ['hint'] });
  const guard = buildGuard();
  const actor = asUser({ space });
  await expect(admit(guard, actor, { courseId })).rejects.toMatchObject({
    ...{ message: 'tutor.mode_not_allowed', details: { reason: { modes: ['hint'] } } },
  });
  expect(await toOutcome(admit(guard, actor))).toBe('admitted');
  expect(await toOutcome(admit(guard, actor, { mode: 'practice' }))).toBe('tutor.mode_not_allowed');
  await sayOfCourse(teacher, courseId, { enabled: false });
  service.clock.advance(5_000);
  expect(await toOutcome(admit(guard, actor, { courseId, mode: 'hint' }))).toBe('tutor.switched_off');
  expect(await toOutcome(admit(guard, actor))).toBe('admitted');
  await say(space, { enabled: false });
  service.clock.advance(5_000);
  expect(await toOutcome(admit(guard, actor))).toBe('tutor.switched_off');
});

it('lets exactly ten questions of a minute through two replicas, of fifty at once, and says when the minute ends', async () => {
  const actor = asUser({ space: buildSpace() });
  const guards = [buildGuard(), buildGuard()];
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, index) => toOutcome(admit(guards[index % 2] ?? buildGuard(), actor))),
  );
  expect(outcomes.filter((outcome) => outcome === 'admitted')).toHaveLength(10);
  await expect(admit(buildGuard(), actor)).rejects.toMatchObject({
    message: 'tutor.too_many_questions',
    details: {
      retryAfter: 30,
      detail: {
        en: 'Questions of one person in a minute: at most 10. The tutor can be asked again in 30 s.',
        ru: 'Вопросов от одного человека в минуту: не больше 10. Репетитора можно будет спросить через 30 с.',
      },
      reason: { limit: 'person-minute', max: 10, endsAt: '2026-11-30T10:16:00.000Z' },
    },
  });
  expect(await toOutcome(admit(buildGuard(), asUser({ space: actor.space })))).toBe('admitted');
  service.clock.advance(30_000);
  expect(await toOutcome(admit(buildGuard(), actor))).toBe('admitted');
});

it('counts the day in UTC, takes nothing of it for what the minute refuses, and starts anew at midnight', async () => {
  const space = buildSpace();
  await say(space, { questionsPerPersonPerDay: 3, questionsPerPersonPerMinute: 2 });
  const [guard, actor] = [buildGuard(), asUser({ space })];
  const ask = () => toOutcome(admit(guard, actor));
  expect([await ask(), await ask(), await ask(), await ask()]).toEqual([
    ...['admitted', 'admitted', 'tutor.too_many_questions', 'tutor.too_many_questions'],
  ]);
  service.clock.advance(60_000);
  expect([await ask(), await ask()]).toEqual(['admitted', 'tutor.daily_limit']);
  await expect(admit(guard, actor)).rejects.toMatchObject({
    details: {
      retryAfter: 13 * 3600 + 43 * 60 + 30,
      detail: {
        ru: 'Вопросов от одного человека в день: не больше 3. Репетитора можно будет спросить через 13 ч 44 мин.',
      },
      reason: { limit: 'person-day', max: 3, endsAt: '2026-12-01T00:00:00.000Z' },
    },
  });
  service.clock.set(new Date('2026-12-01T00:00:00.000Z'));
  expect(await ask()).toBe('admitted');
});

it('takes 0 for none and null for no limit', async () => {
  const [none, free] = [buildSpace(), buildSpace()];
  await say(none, { questionsPerPersonPerDay: 0 });
  await say(free, { questionsPerPersonPerDay: null, questionsPerPersonPerMinute: 1_000, questionsPerCoursePerMinute: 1_000 });
  expect(await toOutcome(admit(buildGuard(), asUser({ space: none })))).toBe('tutor.daily_limit');
  const [guard, actor] = [buildGuard(), asUser({ space: free })];
  const outcomes = await Promise.all(Array.from({ length: 150 }, () => toOutcome(admit(guard, actor))));
  expect(new Set(outcomes)).toEqual(new Set(['admitted']));
});

it('counts a course for all of its people, and one person in a course apart from the rest of the space', async () => {
  const space = buildSpace();
  const { courseId, learner: teacher } = await buildCourse(undefined, { space, teaches: true });
  await sayOfCourse(teacher, courseId, { questionsPerCoursePerMinute: 3, questionsPerPersonPerDay: 2 });
  const guard = buildGuard();
  const [anna, boris] = [asUser({ space }), asUser({ space })];
  const ask = (actor: TestActor, about: string | null) => toOutcome(admit(guard, actor, { courseId: about }));
  expect([await ask(anna, null), await ask(anna, courseId), await ask(anna, courseId)]).toEqual(Array(3).fill('admitted'));
  expect([await ask(anna, courseId), await ask(anna, null)]).toEqual(['tutor.daily_limit', 'admitted']);
  expect([await ask(boris, courseId), await ask(boris, courseId)]).toEqual(['admitted', 'tutor.too_many_questions']);
});

it('refuses a blocked text, notes the refusal without its words, and counts the question', async () => {
  const space = buildSpace();
  await say(space, { moderation: { blockedWords: ['казино'], alertWords: [] }, questionsPerPersonPerDay: 2 });
  const [guard, actor] = [buildGuard(), asUser({ space })];
  await expect(admit(guard, actor, { text: 'Где кaзинo?' })).rejects.toMatchObject({
    ...{ message: 'tutor.text_refused', details: { detail: { ru: expect.stringMatching(/другими словами/) } } },
  });
  expect(await listAudit(space)).toEqual([
    expect.objectContaining({ personId: actor.id, code: 'tutor.text_refused', courseId: null, createdAt: moment }),
  ]);
  expect(await toOutcome(admit(guard, actor))).toBe('admitted');
  expect(await toOutcome(admit(guard, actor))).toBe('tutor.daily_limit');
});

it('notes a refusal that is repeated once', async () => {
  const space = buildSpace();
  await say(space, { questionsPerPersonPerDay: 0 });
  const [guard, actor] = [buildGuard(), asUser({ space })];
  await Promise.all(Array.from({ length: 20 }, () => toOutcome(admit(guard, actor))));
  await toOutcome(admit(guard, asUser({ space })));
  expect((await listAudit(space)).map(({ code }) => code)).toEqual(['tutor.daily_limit', 'tutor.daily_limit']);
});

it('takes a text of distress, shows where help is, and raises an alert', async () => {
  const space = buildSpace();
  const actor = asUser({ space, locale: 'ru' });
  const { courseId } = await buildCourse(undefined, { space });
  expect((await admit(buildGuard(), actor, { courseId, text: 'Я не хочу жить' })).notice).toMatch(/вы с этим не одни/);
  const alerts = await service.rows((db) => db.find(AlertEntity), space);
  expect(alerts).toMatchObject([{ personId: actor.id, courseId, phrase: 'не хочу жить', status: 'open', createdAt: moment }]);
  await say(space, { helpText: 'Психолог школы: кабинет 12.', moderation: { blockedWords: [], alertWords: ['травля'] } });
  expect((await admit(buildGuard(), actor, { text: 'о травле' })).notice).toBe('Психолог школы: кабинет 12.');
});

it('admits nobody while Redis is away, and takes nothing', async () => {
  const away = createRedis(testServers().TEST_REDIS_URL, log);
  await redisReady(away);
  away.disconnect();
  const actor = asUser({ space: buildSpace() });
  await expect(admit(buildGuard(away), actor)).rejects.toThrow();
  expect(await listAudit(actor.space)).toEqual([]);
});

it('keeps settings for five seconds', async () => {
  const space = buildSpace();
  const [guard, actor] = [buildGuard(), asUser({ space })];
  const read = <Result>(run: (db: EntityManager) => Promise<Result>) => service.rows(run, space);
  const isOn = async () => (await guard.settings(service.context(space), null, read)).enabled;
  expect([await isOn(), await toOutcome(admit(guard, actor))]).toEqual([true, 'admitted']);
  await say(space, { enabled: false });
  service.clock.advance(4_999);
  expect(await isOn()).toBe(true);
  service.clock.advance(1);
  expect(await isOn()).toBe(false);
});
