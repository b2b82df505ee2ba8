import { newId } from '@lyceum/common/database';
import { getConfusion } from '@lyceum/contracts/chatbot/confusion';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { DataSource } from 'typeorm';
import { buildConversation } from '../../../test/build-conversation.ts';
import { type BuiltCourse, buildCourse } from '../../../test/build-course.ts';
import { neighbours, service } from '../../../test/chatbot-service.ts';
import { ConversationEntity } from '../../conversing/conversation/conversation.entity.ts';
import { MessageEntity, type MessageRow } from '../../conversing/message/message.entity.ts';
import { PassageEntity } from '../../knowing/passage/passage.entity.ts';
import { toPlace } from '../../knowing/passage/to-place.ts';
import { type ClusterSearch, clustersQuery, toParameters } from './select-clusters.ts';

beforeEach(() => service.clock.set(new Date('2026-11-30T10:00:00.000Z')));
afterAll(() => service.clock.reset());

interface Asked {
  readonly as?: TestActor;
  readonly text?: string;
  /** Index of the lesson in which it was asked; null asks of the course. */
  readonly lesson?: number | null;
  /** Of the answer; null cites none. */
  readonly passageId?: string | null;
  readonly askedAbout?: string;
  readonly answer?: Partial<MessageRow>;
}

/** A question and its finished answer in a conversation of their own; returns that. */
async function buildAsked(course: BuiltCourse, asked: Asked = {}) {
  const { space } = course.learner;
  const { as = asUser({ space }), text = 'Чем дефект отличается от сбоя?', lesson = 0 } = asked;
  const { passageId = course.lessons[0]?.passageIds[0] ?? null, askedAbout = null } = asked;
  const { courseId } = course;
  const lessonId = lesson === null ? undefined : course.lessons[lesson]?.lessonId;
  const topic = lessonId ? { at: 'lesson' as const, courseId, lessonId } : { at: 'course' as const, courseId };
  const conversation = await buildConversation(as, { topic });
  const now = service.clock.now();
  const common = {
    ...{ conversationId: conversation.id, personId: as.id, mode: 'explain', status: 'finished', outcome: null, failure: null },
    ...{ citations: [], droppedCitations: 0, searchedFor: [], sourceLessonIds: [], model: null, feedback: null, replyTo: null },
    ...{ request: null, createdAt: now, endedAt: now },
  } satisfies Partial<MessageRow>;
  await service.rows(async (db) => {
    const passage = passageId === null ? null : await db.findOneByOrFail(PassageEntity, { id: passageId });
    const citations = passage ? [{ number: 1, passageId: passage.id, place: toPlace(passage), quote: 'Дефект' }] : [];
    const question: MessageRow = { ...common, id: newId(), author: 'learner', text };
    const request = {
      ...{ roles: [...as.roles], locale: 'ru' as const, question: text, passageId: askedAbout, quote: '' },
      ...{ language: 'ru' as const, hint: null, notice: null, draft: 1, queuedAt: '2026-11-30T10:00:00.000Z' },
    };
    const answer: MessageRow = {
      ...{
        ...common,
        id: newId(),
        author: 'tutor',
        text: 'Ответ.',
        outcome: 'answered',
        citations,
        replyTo: question.id,
        request,
      },
      ...asked.answer,
    };
    await db.insert(MessageEntity, [question, answer]);
  }, space);
  return conversation;
}

const buildTaught = (space?: string) =>
  buildCourse(
    [
      { title: 'Дефекты', passages: ['Дефект остаётся в коде, а сбой видит пользователь.', 'Тест ищет дефекты.'] },
      { title: 'Видео', passages: [{ text: 'Об этом говорят', blockId: null, cues: [{ offset: 0, from: 12, to: 20 }] }] },
    ],
    { teaches: true, ...(space !== undefined && { space }) },
  );

const read = (course: BuiltCourse, query: { lessonId?: string; since?: string } = {}, as = course.learner) =>
  service.call(getConfusion, { as, params: { courseId: course.courseId }, query });

const unhelpful = { rating: 'down', reason: null, comment: 'Непонятно' } as const;
const notFound: Partial<MessageRow> = { outcome: 'not-found', citations: [] };

it('answers 200: 37 asked about a passage, with its place, its beginning and the words they share', async () => {
  const course = await buildTaught();
  const [{ lessonId = '' } = {}] = course.lessons;
  for (let number = 0; number < 37; number += 1) {
    const text = number % 2 ? 'Чем дефект отличается от сбоя?' : 'Что такое дефекты?';
    await buildAsked(course, { text, ...(number < 4 && { answer: { feedback: unhelpful } }) });
  }
  const { status, body } = await read(course);
  expect(status).toBe(200);
  expect(body).toEqual({
    ...{ from: '2026-09-01', minPeople: 3, unanswered: [] },
    passages: [
      {
        ...{ questions: 37, people: 37, down: 4, notFound: 0, lessonTitle: 'Дефекты' },
        place: { courseId: course.courseId, lessonId, headingPath: ['Курс', 'Дефекты'], blockId: 'b1', second: null },
        excerpt: 'Дефект остаётся в коде, а сбой видит пользователь.',
        words: expect.arrayContaining([
          { word: expect.stringMatching(/^дефекты?$/), people: 37 },
          { word: 'отличается', people: 18 },
          { word: 'сбоя', people: 18 },
        ]),
      },
    ],
  });
});

it('shows nothing of two people, however often they ask, and no word of two', async () => {
  const course = await buildTaught();
  const [anna, boris, vera] = [asUser(), asUser(), asUser()];
  for (const as of [anna, boris, anna, boris, anna]) await buildAsked(course, { as, text: 'Где тайна?' });
  expect((await read(course)).body).toMatchObject({ passages: [], unanswered: [] });
  await buildAsked(course, { as: vera, text: 'Где дефект?' });
  const { body } = await read(course);
  expect(body.passages).toMatchObject([{ questions: 6, people: 3, words: [] }]);
  for (const text of ['тайна', anna.id, boris.id, 'Ответ.']) expect(JSON.stringify(body)).not.toContain(text);
});

it('counts what the course does not answer by lesson and for the course, and by the passage that was asked about', async () => {
  const course = await buildTaught();
  const [inText, inVideo] = course.lessons;
  const [, second] = inText?.passageIds ?? [];
  for (let number = 0; number < 3; number += 1) {
    await buildAsked(course, { text: 'Сколько платят тестировщикам?', passageId: null, answer: notFound });
    await buildAsked(course, { text: 'Когда экзамен?', lesson: null, passageId: null, answer: notFound });
    await buildAsked(course, { passageId: null, ...(second && { askedAbout: second }), answer: notFound });
    await buildAsked(course, { lesson: 1, ...(inVideo?.passageIds[0] && { passageId: inVideo.passageIds[0] }) });
  }
  const { passages, unanswered } = (await read(course)).body;
  expect(unanswered).toHaveLength(2);
  expect(unanswered).toEqual(
    expect.arrayContaining([
      {
        ...{ lessonId: inText?.lessonId, lessonTitle: 'Дефекты', questions: 3, people: 3 },
        words: expect.arrayContaining([{ word: 'тестировщикам', people: 3 }]),
      },
      {
        lessonId: null,
        lessonTitle: null,
        questions: 3,
        people: 3,
        words: expect.arrayContaining([{ word: 'экзамен', people: 3 }]),
      },
    ]),
  );
  expect(passages).toHaveLength(2);
  expect(passages).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ notFound: 3, place: expect.objectContaining({ lessonId: inText?.lessonId, blockId: 'b2' }) }),
      expect.objectContaining({ notFound: 0, place: expect.objectContaining({ lessonId: inVideo?.lessonId, second: 12 }) }),
    ]),
  );
  const ofVideo = (await read(course, { lessonId: inVideo?.lessonId ?? '' })).body;
  expect([ofVideo.passages.length, ofVideo.unanswered]).toEqual([1, []]);
});

it('counts neither other courses, other spaces, help, answers that are not finished, nor questions of whoever looks', async () => {
  const course = await buildTaught();
  const [other, elsewhere] = [await buildTaught(), await buildTaught('elsewhere')];
  for (let number = 0; number < 3; number += 1) {
    await buildAsked(other);
    await buildAsked(elsewhere);
    await buildAsked(course, { answer: { status: 'stopped' } });
    await buildAsked(course, { as: course.learner });
    // A citation that names a lesson of another course is none of this one.
    const foreign = other.lessons[0]?.passageIds[0];
    await buildAsked(course, { ...(foreign && { passageId: foreign }) });
  }
  expect((await read(course)).body).toMatchObject({ passages: [], unanswered: [] });
  expect((await read(other)).body.passages).toMatchObject([{ people: 3 }]);
  expect((await read(elsewhere)).body.passages).toMatchObject([{ people: 3 }]);
});

it('forgets conversations that are deleted, and what was asked before the first day', async () => {
  const course = await buildTaught();
  const [first] = [await buildAsked(course), await buildAsked(course), await buildAsked(course), await buildAsked(course)];
  expect((await read(course)).body.passages).toMatchObject([{ people: 4 }]);
  await service.rows((db) => db.delete(ConversationEntity, { id: first?.id ?? '' }));
  expect((await read(course)).body.passages).toMatchObject([{ people: 3 }]);
  expect((await read(course, { since: '2026-11-30' })).body.passages).toHaveLength(1);
  expect((await read(course, { since: '2026-12-01' })).body).toMatchObject({ from: '2026-12-01', passages: [] });
  service.clock.advance(91 * 86_400_000);
  expect((await read(course)).body.passages).toEqual([]);
});

it('shows the place of a passage that is there no more', async () => {
  const course = await buildTaught();
  for (let number = 0; number < 3; number += 1) await buildAsked(course);
  await service.rows((db) => db.delete(PassageEntity, { courseId: course.courseId }));
  expect((await read(course)).body.passages).toMatchObject([{ excerpt: '', place: { blockId: 'b1' } }]);
});

it('answers 403 to whoever learns, 404 to strangers and for lessons of other courses, 400 to what is no day, 503 without courses', async () => {
  const course = await buildTaught();
  const [other, learnt] = [await buildTaught(), await buildCourse()];
  const toCode = ({ status, body }: Awaited<ReturnType<typeof read>>) => [status, body.code];
  expect(toCode(await read(learnt))).toEqual([403, 'auth.forbidden']);
  expect(toCode(await read(course, {}, asUser({ space: 'strangers' })))).toEqual([404, 'course.not_found']);
  expect(toCode(await read(course, { lessonId: other.lessons[0]?.lessonId ?? '' }))).toEqual([404, 'lesson.not_found']);
  expect(toCode(await read(course, { since: 'вчера' }))).toEqual([400, 'request.invalid']);
  neighbours.status = 500;
  expect(toCode(await read(course))).toEqual([503, 'service.unavailable']);
});

it('finds conversations of the course through the index, as the role of the service', async () => {
  const course = await buildTaught();
  const conversation = await buildAsked(course);
  await service.rows((db) =>
    db.query(
      `INSERT INTO conversations (id, person_id, topic, course_id, title, messages, created_at, last_message_at, version)
       SELECT gen_random_uuid(), person_id, topic, gen_random_uuid(), title, messages, created_at, last_message_at, version
       FROM conversations, generate_series(1, 3000) WHERE id = $1`,
      [conversation.id],
    ),
  );
  const owner = await new DataSource({ type: 'postgres', url: service.testDatabase.ownerUrl }).initialize();
  await owner.query('ANALYZE chatbot.conversations, chatbot.messages');
  await owner.destroy();
  const search: ClusterSearch = {
    ...{ courseId: course.courseId, lessonIds: course.lessons.map(({ lessonId }) => lessonId), onlyLessons: false },
    ...{ since: new Date('2026-09-01T00:00:00.000Z'), exceptPersonId: newId(), kind: 'passage' },
  };
  const [role, lines] = await service.rows(async (db) => [
    await db.query('SELECT current_user AS name, rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = current_user'),
    await db.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN (COSTS OFF) ${clustersQuery}`, toParameters(search)),
  ]);
  expect(role).toEqual([{ name: 'lyceum_chatbot', free: false }]);
  expect(lines.map((line: { 'QUERY PLAN': string }) => line['QUERY PLAN']).join('\n')).toMatch(
    /Index Scan (using|on) conversations_of_course[^\n]*\s+Index Cond: \(\(space_id = current_setting\('app\.space'[^\n]*\(course_id =[^\n]*\(last_message_at >=/,
  );
});
