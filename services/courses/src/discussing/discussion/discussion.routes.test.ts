import { getCourseOverview } from '@lyceum/contracts/courses/course-overview';
import { discussionStarted, listCourseDiscussions, unfollowDiscussion } from '@lyceum/contracts/courses/discussion';
import { endEnrolment, updateLearner } from '@lyceum/contracts/courses/enrolment';
import { profileUpdated } from '@lyceum/contracts/users/profile';
import { asAdmin, asStaff, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  accept,
  buildDiscussion,
  buildReply,
  buildTalk,
  edit,
  follow,
  list,
  read,
  readReplies,
  remove,
  reopen,
  toCode,
  tryAsk,
} from '../../../test/discussion-factories.ts';
import {
  buildCohort,
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildPublishedCourse,
  changeLesson,
  enrolByTeacher,
  publish,
  removeLesson,
  text,
  unknownId,
} from '../../../test/factories.ts';

const moment = '2026-11-20T10:00:00.000Z';
beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

const toIds = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);

const listInCourse = (as: TestActor, courseId: string, query: Record<string, unknown> = {}) =>
  service.call(listCourseDiscussions, { as, params: { courseId }, query });

const unfollow = (as: TestActor, discussionId: string) => service.call(unfollowDiscussion, { as, params: { discussionId } });

describe('POST /courses/:courseId/lessons/:lessonId/discussions', () => {
  it('answers 201 with the question as clean HTML, followed by who asks, and says so', async () => {
    const { asker, inText } = await buildTalk();
    const question = { place: { at: 'block', blockId: 'intro' }, text: '**Почему?** <script>x</script>', quote: 'Типы' } as const;
    const { status, body, headers } = await tryAsk(asker, inText, question);
    expect([status, headers['etag']]).toEqual([201, '"1"']);
    expect(body).toEqual({
      ...{ ...inText, ...question, id: expect.any(String), lessonTitle: 'Типы', personId: asker.id, name: 'Анна' },
      ...{ html: '<p><strong>Почему?</strong> </p>\n', status: 'open', answer: null, replies: 0, followers: 1, following: true },
      ...{ lastReply: null, createdAt: moment, editedAt: null, version: 1 },
    });
    const events = (await service.outbox(discussionStarted.name)).filter(({ payload }) => payload['discussionId'] === body.id);
    const payload = { ...inText, discussionId: body.id, personId: asker.id, title: 'Типы', place: question.place };
    expect(events.map((event) => event.payload)).toEqual([{ ...payload, occurredAt: moment }]);
  });

  it.each([
    ['a block that the text does not have', 'inText', { at: 'block', blockId: 'outro' }],
    ['a second of a text', 'inText', { at: 'second', second: 0 }],
    ['a block of a video', 'inVideo', { at: 'block', blockId: 'intro' }],
    ['the description of a video as a block', 'inVideo', { at: 'block', blockId: 'description' }],
    ['a second after the video', 'inVideo', { at: 'second', second: 101 }],
  ] as const)('answers 422 to %s', async (_, lesson, place) => {
    const talk = await buildTalk();
    expect(toCode(await tryAsk(talk.asker, talk[lesson], { place }))).toEqual([422, 'discussion.place_unknown']);
  });

  it('answers 201 to the last second of a video, and to a lesson of any kind', async () => {
    const { asker, author, inVideo } = await buildTalk();
    const place = { at: 'second', second: 100 } as const;
    expect((await tryAsk(asker, inVideo, { place })).body.place).toEqual(place);
    expect((await tryAsk(author, inVideo)).body.place).toEqual({ at: 'lesson' });
  });

  it('goes by the revision that the person has, not by the draft or the last one', async () => {
    const { asker, author, courseId, inText } = await buildTalk();
    const blocks = [{ id: 'added', type: 'markdown', text: 'Новое.' }] as const;
    await changeLesson(author, courseId, inText.lessonId, { content: { type: 'text', blocks: [...blocks] } });
    const added = { place: { at: 'block', blockId: 'added' } } as const;
    const intro = { place: { at: 'block', blockId: 'intro' } } as const;
    expect(toCode(await tryAsk(author, inText, added))).toEqual([422, 'discussion.place_unknown']);
    await publish(author, courseId, { choices: [{ lessonId: inText.lessonId, choice: 'keep' }] });
    expect((await tryAsk(author, inText, added)).status).toBe(201);
    expect(toCode(await tryAsk(author, inText, intro))).toEqual([422, 'discussion.place_unknown']);
    expect((await tryAsk(asker, inText, intro)).status).toBe(201);
    expect(toCode(await tryAsk(asker, inText, added))).toEqual([422, 'discussion.place_unknown']);
  });

  it('takes a hundred of one person in a course, however many come at once', async () => {
    const { asker, other, inText, inVideo } = await buildTalk();
    const { id } = await buildDiscussion(asker, inText);
    await service.rows((db) =>
      db.query(
        `INSERT INTO discussions (id, course_id, lesson_id, lesson_title, at, person_id, text, html, replies, last_number, followers,
           sort_key, created_at, version)
         SELECT gen_random_uuid(), course_id, lesson_id, lesson_title, at, person_id, text, html, 0, 0, 0, sort_key, created_at, 1
         FROM discussions, generate_series(1, 97) WHERE id = $1`,
        [id],
      ),
    );
    const answers = await Promise.all(Array.from({ length: 8 }, () => tryAsk(asker, inVideo)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409, 409, 409, 409, 409]);
    const refused = await tryAsk(asker, inText);
    expect(toCode(refused)).toEqual([409, 'discussion.too_many']);
    expect(refused.body.detail).toBe('A person starts at most 100 discussions in a course.');
    expect((await tryAsk(other, inText)).status).toBe(201);
    await remove(asker, id);
    expect((await tryAsk(asker, inText)).status).toBe(201);
  });

  it('asks once when the same request comes again', async () => {
    const { asker, inText } = await buildTalk();
    const send = async () => {
      const body = { place: { at: 'lesson' }, text: 'Почему?' };
      const path = `/api/v1/courses/${inText.courseId}/lessons/${inText.lessonId}/discussions`;
      const request = service.http.post(path).set('authorization', `Bearer ${service.token(asker)}`);
      return (await request.set('idempotency-key', `"${inText.lessonId}"`).send(body)).body.id;
    };
    const first = await send();
    expect(first).toEqual(expect.any(String));
    expect(await send()).toBe(first);
    expect(toIds(await list(asker, inText))).toEqual([first]);
  });

  it.each([
    ['no text', { text: ' ' }],
    ['5,001 characters', { text: 'а'.repeat(5001) }],
    ['a quote of 301 characters', { quote: 'а'.repeat(301) }],
    ['a place of two kinds', { place: { at: 'lesson', second: 1 } as { at: 'lesson' } }],
    ['a part of a second', { place: { at: 'second' as const, second: 1.5 } }],
  ])('answers 400 to %s', async (_, question) => {
    const { asker, inText } = await buildTalk();
    expect(toCode(await tryAsk(asker, inText, question))).toEqual([400, 'request.invalid']);
  });

  it('answers 404 to an unknown lesson', async () => {
    const { asker, courseId } = await buildTalk();
    expect(toCode(await tryAsk(asker, { courseId, lessonId: unknownId }))).toEqual([404, 'lesson.not_found']);
  });
});

describe('GET /courses/:courseId/lessons/:lessonId/discussions', () => {
  it('lists in pages the newest first, of learners of all cohorts', async () => {
    const { author, asker, courseId, inText, inVideo } = await buildTalk();
    const cohort = await buildCohort(author, courseId);
    const member = await buildLearner();
    await enrolByTeacher(author, courseId, { personId: member.id, cohortId: cohort.id });
    const first = await buildDiscussion(asker, inText);
    service.clock.advance(1000);
    const second = await buildDiscussion(member, inText);
    await buildDiscussion(asker, inVideo);
    const page = await list(asker, inText, { limit: 1 });
    expect(toIds(page)).toEqual([second.id]);
    expect(page.body.items[0]).toMatchObject({ following: false, followers: 1, name: 'Анна' });
    expect(page.body.items[0]).not.toHaveProperty('text');
    expect(toIds(await list(member, inText, { limit: 1, cursor: page.body.nextCursor }))).toEqual([first.id]);
  });

  it('lists what a kind of place, a block, a stretch of the video, a status and the reader have', async () => {
    const { asker, other, inText, inVideo } = await buildTalk();
    const whole = await buildDiscussion(asker, inText);
    const block = await buildDiscussion(other, inText, { place: { at: 'block', blockId: 'intro' } });
    expect(toIds(await list(asker, inText, { at: 'lesson' }))).toEqual([whole.id]);
    expect(toIds(await list(asker, inText, { blockId: 'intro' }))).toEqual([block.id]);
    expect(toIds(await list(asker, inText, { own: 'true' }))).toEqual([whole.id]);
    await accept(asker, (await buildReply(other, whole.id)).id);
    expect(toIds(await list(asker, inText, { status: 'open' }))).toEqual([block.id]);
    expect(toIds(await list(asker, inText, { status: 'answered' }))).toEqual([whole.id]);
    const early = await buildDiscussion(asker, inVideo, { place: { at: 'second', second: 10 } });
    const late = await buildDiscussion(asker, inVideo, { place: { at: 'second', second: 90 } });
    await buildDiscussion(asker, inVideo);
    expect(toIds(await list(asker, inVideo, { toSecond: '10' }))).toEqual([early.id]);
    expect(toIds(await list(asker, inVideo, { fromSecond: '11', toSecond: '90' }))).toEqual([late.id]);
    expect(toIds(await list(asker, inVideo, { fromSecond: '91', toSecond: '10' }))).toEqual([]);
    expect(toCode(await list(asker, inVideo, { at: 'page' as 'block' }))).toEqual([400, 'request.invalid']);
  });
});

describe('GET /courses/:courseId/discussions', () => {
  it('lists in pages open ones first, of these the oldest, with their lessons', async () => {
    const { author, asker, other, courseId, inText, inVideo } = await buildTalk();
    const answered = await buildDiscussion(asker, inText);
    service.clock.advance(1000);
    const older = await buildDiscussion(other, inVideo);
    service.clock.advance(1000);
    const newer = await buildDiscussion(asker, inText);
    await accept(author, (await buildReply(author, answered.id)).id);
    const page = await listInCourse(author, courseId, { limit: 2 });
    expect(toIds(page)).toEqual([older.id, newer.id]);
    expect(page.body.items[0]).toMatchObject({ lessonId: inVideo.lessonId, lessonTitle: 'Обобщения', status: 'open' });
    const last = await listInCourse(author, courseId, { limit: 2, cursor: page.body.nextCursor });
    expect(last.body.items).toMatchObject([{ id: answered.id, status: 'answered', answer: { byTeacher: true } }]);
    await reopen(author, answered.id);
    expect(toIds(await listInCourse(asStaff(), courseId))).toEqual([answered.id, older.id, newer.id]);
  });

  it('lists what a lesson, a cohort and a status have, and the overview counts what is open', async () => {
    const { author, asker, courseId, inText, inVideo } = await buildTalk();
    const cohort = await buildCohort(author, courseId);
    const member = await buildLearner();
    await enrolByTeacher(author, courseId, { personId: member.id, cohortId: cohort.id });
    const ofMember = await buildDiscussion(member, inText);
    const other = await buildDiscussion(asker, inVideo);
    const answered = await buildDiscussion(asker, inVideo);
    await accept(asker, (await buildReply(member, answered.id)).id);
    expect(toIds(await listInCourse(author, courseId, { cohortId: cohort.id }))).toEqual([ofMember.id]);
    const elsewhere = await buildPublishedCourse();
    const { id: cohortId } = await buildCohort(elsewhere.author, elsewhere.courseId);
    await enrolByTeacher(elsewhere.author, elsewhere.courseId, { personId: asker.id, cohortId });
    expect(toIds(await listInCourse(author, courseId, { cohortId }))).toEqual([]);
    expect(toIds(await listInCourse(author, courseId, { lessonId: inVideo.lessonId, status: 'open' }))).toEqual([other.id]);
    expect(toIds(await listInCourse(author, courseId, { status: 'answered' }))).toEqual([answered.id]);
    const overview = (query: { cohortId?: string }) =>
      service.call(getCourseOverview, { as: author, params: { courseId }, query });
    expect((await overview({})).body.lessons).toMatchObject([{ openDiscussions: 1 }, { openDiscussions: 1 }]);
    const ofCohort = await overview({ cohortId: cohort.id });
    expect(ofCohort.body.lessons).toMatchObject([{ openDiscussions: 1 }, { openDiscussions: 0 }]);
  });

  it('lists to learners what they have started or follow, with the last reply of each', async () => {
    const { author, asker, other, courseId, inText, inVideo } = await buildTalk();
    const own = await buildDiscussion(asker, inText);
    service.clock.advance(1000);
    const followed = await buildDiscussion(other, inVideo);
    await buildDiscussion(other, inText);
    const elsewhere = await buildTalk();
    await buildEnrolment(elsewhere.courseId, asker);
    await buildDiscussion(asker, elsewhere.inText);
    await follow(asker, followed.id);
    await buildReply(asker, followed.id);
    const { createdAt } = await buildReply(author, followed.id);
    const { body } = await listInCourse(asker, courseId);
    const lastReply = { createdAt, personId: author.id, byTeacher: true };
    expect(body.items).toMatchObject([
      { id: own.id, lastReply: null, status: 'open', following: true },
      { id: followed.id, lastReply, status: 'open', following: true },
    ]);
    const page = await listInCourse(asker, courseId, { limit: 1 });
    expect(toIds(await listInCourse(asker, courseId, { limit: 1, cursor: page.body.nextCursor }))).toEqual([followed.id]);
    await unfollow(asker, own.id);
    expect(toIds(await listInCourse(asker, courseId))).toEqual([own.id, followed.id]);
    for (const [query, ids] of [
      [{ mine: 'asked' }, [own.id]],
      [{ mine: 'following' }, [followed.id]],
      [{ lessonId: inVideo.lessonId }, [followed.id]],
      [{ status: 'answered' }, []],
    ] as const)
      expect(toIds(await listInCourse(asker, courseId, query))).toEqual(ids);
  });

  it('lists to teachers all, and what they have started or follow where they want that', async () => {
    const { author, asker, courseId, inText } = await buildTalk();
    const asked = await buildDiscussion(asker, inText);
    service.clock.advance(1000);
    const own = await buildDiscussion(author, inText);
    await unfollow(author, own.id);
    await buildReply(author, asked.id);
    expect(toIds(await listInCourse(author, courseId))).toEqual([asked.id, own.id]);
    expect(toIds(await listInCourse(author, courseId, { mine: 'asked' }))).toEqual([own.id]);
    expect(toIds(await listInCourse(author, courseId, { mine: 'following' }))).toEqual([asked.id]);
    expect(toCode(await listInCourse(author, courseId, { mine: 'all' }))).toEqual([400, 'request.invalid']);
  });

  it('leaves out what is in lessons that are not open to the learner', async () => {
    const { author, asker, other, courseId, inText, inVideo } = await buildTalk();
    const gone = await buildDiscussion(asker, inText);
    const kept = await buildDiscussion(asker, inVideo);
    await removeLesson(author, courseId, inText.lessonId);
    await publish(author, courseId, { choices: [{ lessonId: inText.lessonId, choice: 'migrate' }] });
    expect(toIds(await listInCourse(asker, courseId))).toEqual([kept.id]);
    expect(toIds(await listInCourse(author, courseId)).toSorted()).toEqual([gone.id, kept.id].toSorted());
    await follow(other, kept.id);
    const { id: cohortId } = await buildCohort(author, courseId, { startsAt: '2999-01-01T00:00:00Z' });
    const params = { courseId, personId: other.id };
    expect(toIds(await listInCourse(other, courseId))).toEqual([kept.id]);
    await service.call(updateLearner, { as: author, params, body: { cohortId } });
    expect(toIds(await listInCourse(other, courseId))).toEqual([]);
  });

  it('answers 403 to learners who want those of a cohort', async () => {
    const { author, asker, courseId } = await buildTalk();
    const { id: cohortId } = await buildCohort(author, courseId);
    expect(toCode(await listInCourse(asker, courseId, { cohortId }))).toEqual([403, 'auth.forbidden']);
  });

  it('answers 404 to whoever is not in the course any more or never was, and to whoever does not see it', async () => {
    const { author, asker, other, courseId, inText } = await buildTalk();
    await buildDiscussion(asker, inText);
    await service.call(endEnrolment, { as: author, params: { courseId, personId: asker.id } });
    const params = { courseId, personId: other.id };
    await service.call(updateLearner, { as: author, params, body: { expiresAt: moment } });
    for (const person of [asker, other, await buildLearner()])
      expect(toCode(await listInCourse(person, courseId))).toEqual([404, 'enrolment.not_found']);
    const { id: draft } = await buildCourse(author);
    expect(toCode(await listInCourse(asker, draft))).toEqual([404, 'course.not_found']);
    expect((await listInCourse(author, draft)).body.items).toEqual([]);
  });

  it('answers 400 to a cursor of the other list', async () => {
    const { author, asker, courseId, inText } = await buildTalk();
    await buildDiscussion(asker, inText);
    service.clock.advance(1000);
    await buildDiscussion(asker, inText);
    const { body } = await list(author, inText, { limit: 1 });
    expect(toCode(await listInCourse(author, courseId, { cursor: body.nextCursor }))).toEqual([400, 'request.invalid']);
  });
});

describe('GET /courses/discussions/:discussionId', () => {
  it('answers 200 with the names of now', async () => {
    const { asker, other, inText } = await buildTalk();
    const { id } = await buildDiscussion(asker, inText);
    await buildReply(asker, id);
    const renamed = { accountId: asker.id, name: 'Анна Иванова', locale: 'ru', version: 2 } as const;
    await service.deliver(profileUpdated, { ...renamed, occurredAt: moment });
    const { status, body } = await read(other, id);
    expect([status, body.name, body.text, body.following]).toEqual([200, 'Анна Иванова', 'Почему так?', false]);
    expect((await readReplies(other, id)).body.items).toMatchObject([{ name: 'Анна Иванова' }]);
  });

  it('answers 200 to teachers, 404 to learners, when the lesson is gone from their revision', async () => {
    const { author, asker, courseId, inText } = await buildTalk();
    const { id } = await buildDiscussion(asker, inText);
    await removeLesson(author, courseId, inText.lessonId);
    await publish(author, courseId, { choices: [{ lessonId: inText.lessonId, choice: 'keep' }] });
    const { learner: newcomer } = await buildEnrolment(courseId);
    expect(toCode(await read(newcomer, id))).toEqual([404, 'lesson.not_found']);
    expect(toCode(await list(newcomer, inText))).toEqual([404, 'lesson.not_found']);
    expect((await read(asker, id)).status).toBe(200);
    expect((await read(author, id)).status).toBe(200);
    expect(toIds(await listInCourse(author, courseId))).toEqual([id]);
  });
});

describe('PATCH /courses/discussions/:discussionId', () => {
  it('answers 200 with the text written anew, once for each version', async () => {
    const { asker, inText } = await buildTalk();
    const { id } = await buildDiscussion(asker, inText);
    service.clock.advance(1000);
    const { status, body } = await edit(asker, id, '*Иначе*', { 'if-match': '"1"' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      text: '*Иначе*',
      html: '<p><em>Иначе</em></p>\n',
      version: 2,
      editedAt: '2026-11-20T10:00:01.000Z',
    });
    expect(toCode(await edit(asker, id, 'Снова', { 'if-match': '"1"' }))).toEqual([412, 'precondition.failed']);
    expect(toCode(await edit(asker, id, ''))).toEqual([400, 'request.invalid']);
  });

  it('answers 403 to others, authors of the course too', async () => {
    const { author, asker, other, inText } = await buildTalk();
    const { id } = await buildDiscussion(asker, inText);
    for (const person of [author, other, asAdmin()]) expect(toCode(await edit(person, id))).toEqual([403, 'auth.forbidden']);
  });
});

describe('DELETE /courses/discussions/:discussionId', () => {
  it('answers 204 to who asks while nobody else has replied, then 409', async () => {
    const { asker, other, inText } = await buildTalk();
    const alone = await buildDiscussion(asker, inText);
    await buildReply(asker, alone.id);
    expect((await remove(asker, alone.id)).status).toBe(204);
    expect(toCode(await read(asker, alone.id))).toEqual([404, 'discussion.not_found']);
    const { id } = await buildDiscussion(asker, inText);
    await buildReply(other, id);
    expect(toCode(await remove(asker, id))).toEqual([409, 'discussion.has_replies']);
    expect(toCode(await remove(other, id))).toEqual([403, 'auth.forbidden']);
  });

  it('leaves nothing readable when an author deletes; who only looks at all courses does not', async () => {
    const { author, asker, other, inText } = await buildTalk();
    const { id } = await buildDiscussion(asker, inText);
    await buildReply(other, id);
    expect(toCode(await remove(asStaff(), id))).toEqual([403, 'auth.forbidden']);
    expect((await remove(author, id)).status).toBe(204);
    for (const answer of [
      await read(author, id),
      await readReplies(asker, id),
      await follow(asker, id),
      await remove(author, id),
    ])
      expect(toCode(answer)).toEqual([404, 'discussion.not_found']);
    const left = await service.rows((db) =>
      db.query(
        `SELECT (SELECT count(*) FROM discussion_replies WHERE discussion_id = $1)
           + (SELECT count(*) FROM discussion_followers WHERE discussion_id = $1) AS rows`,
        [id],
      ),
    );
    expect(left).toEqual([{ rows: '0' }]);
  });
});

describe('PUT and DELETE /courses/discussions/:discussionId/follow', () => {
  it('counts a person once, however many requests come at once', async () => {
    const { asker, other, inText } = await buildTalk();
    const { id } = await buildDiscussion(asker, inText);
    const answers = await Promise.all(Array.from({ length: 10 }, () => follow(other, id)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 204));
    expect((await read(other, id)).body).toMatchObject({ followers: 2, following: true });
    await Promise.all(Array.from({ length: 10 }, () => unfollow(other, id)));
    expect((await read(other, id)).body).toMatchObject({ followers: 1, following: false });
  });

  it('ends for whom the lesson is closed since', async () => {
    const course = await buildPublishedCourse({ lessons: [{ content: text() }] });
    const params = { courseId: course.courseId, lessonId: course.lessons[0] ?? '' };
    const expiresAt = new Date(service.clock.now().getTime() + 60_000).toISOString();
    const learner = await buildLearner();
    await enrolByTeacher(course.author, params.courseId, { personId: learner.id, expiresAt });
    const { id } = await buildDiscussion(course.author, params);
    expect((await follow(learner, id)).status).toBe(204);
    service.clock.advance(60_000);
    expect(toCode(await follow(learner, id))).toEqual([403, 'lesson.locked']);
    expect((await unfollow(learner, id)).status).toBe(204);
    expect((await read(course.author, id)).body.followers).toBe(1);
    expect(toCode(await unfollow(learner, unknownId))).toEqual([404, 'discussion.not_found']);
  });
});
