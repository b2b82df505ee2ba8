import { listCohorts } from '@lyceum/contracts/courses/cohort';
import { endEnrolment, updateLearner } from '@lyceum/contracts/courses/enrolment';
import { getLessonAccess } from '@lyceum/contracts/courses/outline';
import { service } from '../../../test/courses-service.ts';
import {
  buildCohort,
  buildEnrolment,
  buildPublishedCourse,
  enrolByTeacher,
  type PublishedCourse,
} from '../../../test/factories.ts';

const day = 86_400_000;

async function update(
  { author, courseId }: PublishedCourse,
  personId: string,
  body: { cohortId?: string | null; expiresAt?: string | null },
) {
  return service.call(updateLearner, { as: author, params: { courseId, personId }, body });
}

const readSeats = async ({ author, courseId }: PublishedCourse) =>
  (await service.call(listCohorts, { as: author, params: { courseId } })).body.items.map(
    ({ name, seatsTaken }: { name: string; seatsTaken: number }) => [name, seatsTaken],
  );

describe('PATCH /courses/:courseId/learners/:personId', () => {
  it('answers 200 and opens lessons again to whose time was over', async () => {
    const course = await buildPublishedCourse();
    const { learner } = await buildEnrolment(course.courseId);
    const [lessonId = ''] = course.lessons;
    const { courseId } = course;
    const isOpen = async () => (await service.call(getLessonAccess, { as: learner, params: { courseId, lessonId } })).body.open;
    const yesterday = new Date(service.clock.now().getTime() - day).toISOString();
    expect((await update(course, learner.id, { expiresAt: yesterday })).body).toMatchObject({ expiresAt: yesterday });
    expect(await isOpen()).toBe(false);
    const { status, body } = await update(course, learner.id, { expiresAt: null });
    expect([status, body.expiresAt, body.cohortId]).toEqual([200, null, null]);
    expect(await isOpen()).toBe(true);
  });

  it('moves the seat with the learner, and keeps the old one when the other cohort is full', async () => {
    const course = await buildPublishedCourse();
    const { author, courseId } = course;
    const [first, second] = [
      await buildCohort(author, courseId, { name: 'Б', seats: 5 }),
      await buildCohort(author, courseId, { name: 'В', seats: 1 }),
    ];
    const { learner } = await buildEnrolment(courseId);
    const { learner: other } = await buildEnrolment(courseId);
    await update(course, learner.id, { cohortId: first.id });
    await update(course, learner.id, { cohortId: second.id });
    expect(await readSeats(course)).toEqual([
      ['Б', 0],
      ['В', 1],
    ]);
    await update(course, other.id, { cohortId: first.id });
    expect((await update(course, other.id, { cohortId: second.id })).body.code).toBe('cohort.full');
    expect(await readSeats(course)).toEqual([
      ['Б', 1],
      ['В', 1],
    ]);
    await Promise.all(Array.from({ length: 5 }, () => update(course, other.id, { cohortId: null })));
    expect(await readSeats(course)).toEqual([
      ['Б', 0],
      ['В', 1],
    ]);
  });

  it('answers 404 to a cohort of another course, and 409 to an enrolment that is ended', async () => {
    const course = await buildPublishedCourse();
    const { author, courseId } = course;
    const foreign = await buildPublishedCourse();
    const cohort = await buildCohort(foreign.author, foreign.courseId);
    const { learner } = await buildEnrolment(courseId);
    expect((await update(course, learner.id, { cohortId: cohort.id })).body.code).toBe('cohort.not_found');
    await service.call(endEnrolment, { as: author, params: { courseId, personId: learner.id } });
    expect((await update(course, learner.id, { expiresAt: null })).body.code).toBe('enrolment.ended');
    await enrolByTeacher(author, courseId, { personId: learner.id });
    expect((await update(course, learner.id, { expiresAt: null })).status).toBe(200);
  });

  it('answers 400 to a day that is none', async () => {
    const course = await buildPublishedCourse();
    const { learner } = await buildEnrolment(course.courseId);
    expect((await update(course, learner.id, { expiresAt: 'tomorrow' })).status).toBe(400);
  });
});
