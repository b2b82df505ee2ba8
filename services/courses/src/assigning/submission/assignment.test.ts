import { createHash } from 'node:crypto';
import { createLesson, getDraftLesson } from '@lyceum/contracts/courses/draft';
import { getLesson } from '@lyceum/contracts/courses/outline';
import { takePeerReview } from '@lyceum/contracts/courses/peer-review';
import { getChanges } from '@lyceum/contracts/courses/revision';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { assignment, buildAssignment, handIn, rubric } from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import {
  buildCohort,
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildLesson,
  buildModule,
  buildPublishedCourse,
  changeLesson,
  enrolByTeacher,
  open,
  publish,
  text,
} from '../../../test/factories.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';

const moment = '2026-11-20T10:00:00.000Z';

beforeEach(() => service.clock.set(new Date(moment)));
afterAll(() => service.clock.reset());

async function tryCreate(content: ReturnType<typeof assignment>, rest: object = {}) {
  const author = asStaff();
  const { id: courseId } = await buildCourse(author);
  const moduleId = await buildModule(author, courseId);
  const body = { moduleId, title: 'Эссе', content, ...rest };
  return service.call(createLesson, { as: author, params: { courseId }, body });
}

const readBody = async (as: TestActor, params: { courseId: string; lessonId: string }) =>
  (await service.call(getLesson, { as, params })).body.body;

describe('an assignment in a draft', () => {
  it('is finished by acceptance unless its author says otherwise', async () => {
    const { status, body } = await tryCreate(assignment({ rubric }));
    expect([status, body.type, body.completion]).toEqual([201, 'assignment', { rule: 'accepted' }]);
    expect(body.content).toEqual({
      ...assignment({ rubric: rubric.map((one) => ({ ...one, description: '' })) }),
      ...{ due: null, late: 'accepted', maxSubmissions: null, peerReview: null },
    });
  });

  it.each<[string, Parameters<typeof assignment>[0], string]>([
    ['that takes nothing', { takes: {} }, '/body/content/takes'],
    ['of no points', { points: 0 }, '/body/content/points'],
    ['of too many points', { points: 1001 }, '/body/content/points'],
    ['that takes more than ten files', { takes: { files: 11 } }, '/body/content/takes/files'],
    ['whose rubric does not add up', { points: 11, rubric }, '/body/content'],
    [
      'with two criteria of one id',
      { points: 12, rubric: [...rubric, { id: 'idea', title: 'И ещё', points: 2 }] },
      '/body/content/rubric',
    ],
    ['that asks for no review', { peerReview: { reviews: 0 } }, '/body/content/peerReview/reviews'],
    ['that asks for six reviews', { peerReview: { reviews: 6 } }, '/body/content/peerReview/reviews'],
    [
      'that accepts from more than all',
      { peerReview: { reviews: 1, acceptPercent: 101 } },
      '/body/content/peerReview/acceptPercent',
    ],
    ['that may be handed in more than twenty times', { maxSubmissions: 21 }, '/body/content/maxSubmissions'],
  ])('is refused with 400 %s', async (_, overrides, pointer) => {
    const { status, body } = await tryCreate(assignment(overrides));
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('is refused with 422 by the rule of another type, and so is its own for a text', async () => {
    const answers = [
      await tryCreate(assignment(), { completion: { rule: 'passed', percent: 50 } }),
      await tryCreate(assignment(), { content: text(), completion: { rule: 'accepted' } }),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(['lesson.rule_unfit', 'lesson.rule_unfit']);
  });
});

/** What was written before there were peer reviews. */
const dropSetting = (courseId: string) =>
  service.rows(async (db) => {
    for (const table of ['lessons', 'lesson_versions'])
      await db.query(`UPDATE ${table} SET content = content - 'peerReview' WHERE course_id = $1`, [courseId]);
    const { id, title, content } = await db.findOneByOrFail(LessonVersionEntity, { courseId });
    const hash = createHash('sha256').update(JSON.stringify([title, content, []]));
    await db.update(LessonVersionEntity, { id }, { hash: hash.digest('base64url') });
  });

describe('peer review of an assignment', () => {
  const peerReview = { reviews: 2 };

  it('is shown to learners with what it is by default', async () => {
    const { learner, params } = await buildAssignment({ peerReview });
    expect((await readBody(learner, params)).peerReview).toEqual({ reviews: 2, anonymous: true, acceptPercent: null });
  });

  it('is a change of the content, and saving an assignment from before anew is none', async () => {
    const { author, courseId, params } = await buildAssignment();
    await dropSetting(courseId);
    const readAspects = async () => {
      const { body } = await service.call(getChanges, { as: author, params: { courseId } });
      return body.lessons.map(({ aspects }: { aspects: string[] }) => aspects);
    };
    await changeLesson(author, courseId, params.lessonId, { title: 'Эссе', content: assignment() });
    expect(await readAspects()).toEqual([]);
    await changeLesson(author, courseId, params.lessonId, { title: 'Эссе', content: assignment({ peerReview }) });
    expect(await readAspects()).toEqual([['content']]);
  });

  it('makes no other version of an assignment from before that has none', async () => {
    const { author, courseId, moduleId, params } = await buildAssignment();
    await dropSetting(courseId);
    await changeLesson(author, courseId, params.lessonId, { title: 'Эссе', content: assignment() });
    await buildLesson(author, courseId, { moduleId, title: 'Дальше' });
    await publish(author, courseId);
    const { lessonId } = params;
    expect(await service.rows((db) => db.countBy(LessonVersionEntity, { lessonId }))).toBe(1);
  });

  it('is none in drafts and revisions from before', async () => {
    const { author, learner, courseId, params } = await buildAssignment();
    await dropSetting(courseId);
    expect((await readBody(learner, params)).peerReview).toBeNull();
    const { body } = await service.call(getDraftLesson, { as: author, params });
    expect(body.content.peerReview).toBeNull();
    await handIn(learner, params);
    expect((await service.call(takePeerReview, { as: learner, params })).body.code).toBe('peer_review.not_asked');
  });
});

describe('an assignment that is open', () => {
  it('shows its learner what is to be done until when', async () => {
    const { learner, params } = await buildAssignment({ rubric, due: { due: 'after', days: 2 }, maxSubmissions: 3 });
    expect(await readBody(learner, params)).toEqual({
      ...{ type: 'assignment', description: '<p>Напишите <em>эссе</em>.</p>\n', takes: { text: true, link: true, files: 2 } },
      ...{ points: 10, rubric: rubric.map((one) => ({ ...one, description: '' })), maxSubmissions: 3 },
      ...{ dueAt: '2026-11-22T10:00:00.000Z', late: 'accepted', peerReview: null },
    });
  });

  it('counts its days from the start of a cohort', async () => {
    const { author, courseId, params } = await buildAssignment({ due: { due: 'after', days: 2 } });
    const member = await buildLearner();
    const { id: cohortId } = await buildCohort(author, courseId, { startsAt: '2026-11-19T10:00:00.000Z' });
    await enrolByTeacher(author, courseId, { personId: member.id, cohortId });
    expect((await readBody(member, params)).dueAt).toBe('2026-11-21T10:00:00.000Z');
  });

  it('shows its author the deadline of all, and none that depends on the learner', async () => {
    const fixed = await buildAssignment({ due: { due: 'at', at: moment } });
    expect((await readBody(fixed.author, fixed.params)).dueAt).toBe(moment);
    const relative = await buildAssignment({ due: { due: 'after', days: 2 } });
    expect((await readBody(relative.author, relative.params)).dueAt).toBeNull();
  });

  it('is not finished by being opened, and what comes after says what it takes', async () => {
    const lessons = [{ title: 'Эссе', content: assignment() }, { title: 'Дальше' }];
    const { courseId, lessons: ids } = await buildPublishedCourse({ sequential: true, lessons });
    const { learner } = await buildEnrolment(courseId);
    const [first = '', second = ''] = ids;
    await open(learner, courseId, first);
    const { status, body } = await service.call(getLesson, { as: learner, params: { courseId, lessonId: second } });
    expect([status, body.detail]).toEqual([403, 'Finish “Эссе” first: hand it in and have it accepted.']);
  });
});
