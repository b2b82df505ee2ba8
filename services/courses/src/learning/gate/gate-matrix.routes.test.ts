import { saveSubmission } from '@lyceum/contracts/courses/assignment';
import { startAttempt } from '@lyceum/contracts/courses/attempt';
import { addAuthor, archiveCourse } from '@lyceum/contracts/courses/course';
import { deleteLesson } from '@lyceum/contracts/courses/draft';
import { endEnrolment, leaveCourse } from '@lyceum/contracts/courses/enrolment';
import type { Opening } from '@lyceum/contracts/courses/lesson-content';
import type { LessonLock } from '@lyceum/contracts/courses/lesson-lock';
import { getLesson, getLessonAccess, getOutline, type Outline, searchLessons } from '@lyceum/contracts/courses/outline';
import { launchScorm } from '@lyceum/contracts/courses/scorm';
import { openLesson } from '@lyceum/contracts/courses/study';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  buildBank,
  buildCohort,
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildLesson,
  buildModule,
  buildPublishedCourse,
  enrolByTeacher,
  open,
  opened,
  publish,
} from '../../../test/factories.ts';
import { askTutorAccess } from '../../../test/tutor-factories.ts';
import { askAccess } from '../../../test/video-factories.ts';

/** What stands at a door: the way in, a lock, or the problem of what is not there. */
type Outcome = 'open' | LessonLock['code'] | 'lesson.not_found' | 'course.not_found';

interface Target {
  readonly author: TestActor;
  readonly courseId: string;
  readonly moduleId: string;
  /** Stands before the quiz. */
  readonly introductionId: string;
  readonly lessonId: string;
}

interface TargetInput {
  readonly sequential?: boolean;
  readonly opening?: Opening;
  readonly prerequisites?: string[];
  /** Publishes the quiz later, if at all. */
  readonly isDraft?: boolean;
}

const inHours = (hours: number) => new Date(service.clock.now().getTime() + hours * 3_600_000).toISOString();

/** A published course whose second lesson, a quiz about quantifiers, is what everybody wants to see. */
async function buildTarget({ opening, isDraft = false, ...details }: TargetInput = {}): Promise<Target> {
  const author = asStaff();
  const { id: courseId } = await buildCourse(author, { sequential: false, ...details });
  const moduleId = await buildModule(author, courseId);
  const introduction = { moduleId, title: 'Введение', completion: opened() };
  const { id: introductionId } = await buildLesson(author, courseId, introduction);
  if (isDraft) await publish(author, courseId);
  const settings = { questions: [{ bankId: await buildBank(author, courseId), draw: null }] };
  const content = { type: 'quiz', description: 'Проверим кванторы.', settings } as const;
  const { id: lessonId } = await buildLesson(author, courseId, { moduleId, title: 'Тест', content, opening });
  if (!isDraft) await publish(author, courseId);
  return { author, courseId, moduleId, introductionId, lessonId };
}

/** Somebody whom a teacher puts into the course, in a cohort of these hours where they are given. */
async function enrol(
  { author, courseId }: Target,
  { expires, cohort }: { expires?: number; cohort?: [starts: number, ends: number] } = {},
): Promise<TestActor> {
  const learner = await buildLearner();
  const expiresAt = expires === undefined ? null : inHours(expires);
  if (!cohort) {
    await enrolByTeacher(author, courseId, { personId: learner.id, expiresAt });
    return learner;
  }
  const [startsAt, endsAt] = cohort.map(inHours);
  const { id: cohortId } = await buildCohort(author, courseId, { startsAt, endsAt });
  await enrolByTeacher(author, courseId, { personId: learner.id, expiresAt, cohortId });
  return learner;
}

const leave = (as: TestActor, { courseId }: Target) => service.call(leaveCourse, { as, params: { courseId } });
const archive = ({ author, courseId }: Target) => service.call(archiveCourse, { as: author, params: { courseId } });

const endBy = ({ author: as, courseId }: Target, { id: personId }: TestActor) =>
  service.call(endEnrolment, { as, params: { courseId, personId } });

/** With a course to finish before, and a learner who has finished it or not. */
async function buildRequiring({ isMet }: { isMet: boolean }): Promise<readonly [Target, TestActor]> {
  const required = await buildPublishedCourse({ title: 'Алгебра', lessons: [{}] });
  const target = await buildTarget({ prerequisites: [required.courseId] });
  const learner = await enrol(target);
  await buildEnrolment(required.courseId, learner);
  if (isMet) for (const lessonId of required.lessons) await open(learner, required.courseId, lessonId);
  return [target, learner];
}

type Scene = readonly [Target, TestActor];

/** A course and its learner, after what has happened since. */
const enrolled =
  (input?: TargetInput, how?: Parameters<typeof enrol>[1], happen?: (target: Target, learner: TestActor) => Promise<unknown>) =>
  async (): Promise<Scene> => {
    const target = await buildTarget(input);
    const learner = await enrol(target, how);
    await happen?.(target, learner);
    return [target, learner];
  };

/** The same course as somebody else finds it. */
const asFoundBy =
  (find: (target: Target, learner: TestActor) => Promise<TestActor> | TestActor, build = enrolled()) =>
  async (): Promise<Scene> => {
    const [target, learner] = await build();
    return [target, await find(target, learner)];
  };

async function leaveAndReturn(target: Target, learner: TestActor): Promise<void> {
  await leave(learner, target);
  await buildEnrolment(target.courseId, learner);
}

const keep = ({ lessonId }: Target) => ({ choices: [{ lessonId, choice: 'keep' as const }] });

const buildWithNewLesson = enrolled({ isDraft: true }, {}, (target) => publish(target.author, target.courseId, keep(target)));

const buildWithoutLesson = enrolled({}, {}, async (target) => {
  const { author: as, courseId, lessonId } = target;
  await service.call(deleteLesson, { as, params: { courseId, lessonId } });
  await publish(as, courseId, keep(target));
});

async function learn({ courseId }: Target, author: TestActor): Promise<TestActor> {
  return (await buildEnrolment(courseId, author)).learner;
}

const pastMoment = { opens: 'at', at: '2020-01-01T00:00:00Z' } as const;
const futureMoment = { opens: 'at', at: '2999-01-01T00:00:00Z' } as const;
const nextDay = { opens: 'after', days: 1 } as const;

const situations: Readonly<Record<string, [Outcome, () => Promise<Scene>]>> = {
  'a stranger': ['not-enrolled', asFoundBy(() => buildLearner())],
  'a learner': ['open', enrolled()],
  'a learner whose enrolment a teacher ended': ['enrolment-ended', enrolled({}, {}, (target, learner) => endBy(target, learner))],
  'a learner who left': ['enrolment-ended', enrolled({}, {}, (target, learner) => leave(learner, target))],
  'a learner who left and came back': ['open', enrolled({}, {}, leaveAndReturn)],
  'a learner whose time is over': ['enrolment-expired', enrolled({}, { expires: -1 })],
  'a learner who left and came back to get more time': ['enrolment-expired', enrolled({}, { expires: -1 }, leaveAndReturn)],
  'a learner whose time is not over': ['open', enrolled({}, { expires: 1 })],
  'a learner of a cohort that has not begun': ['cohort-not-started', enrolled({}, { cohort: [1, 9] })],
  'a learner of a cohort that learns': ['open', enrolled({}, { cohort: [-1, 9] })],
  'a learner of a cohort that is over': ['cohort-ended', enrolled({}, { cohort: [-9, -1] })],
  'a learner who has not finished the course before': ['prerequisite', () => buildRequiring({ isMet: false })],
  'a learner who has finished the course before': ['open', () => buildRequiring({ isMet: true })],
  'a learner before its moment': ['opens-later', enrolled({ opening: futureMoment })],
  'a learner after its moment': ['open', enrolled({ opening: pastMoment })],
  'a learner on the first day, when it opens on the next': ['opens-later', enrolled({ opening: nextDay })],
  'a learner of a cohort that began the day before': ['open', enrolled({ opening: nextDay }, { cohort: [-25, 9] })],
  'a learner who has not finished the lesson before': ['lesson-unfinished', enrolled({ sequential: true })],
  'a learner who has finished the lesson before': [
    'open',
    enrolled({ sequential: true }, {}, ({ courseId, introductionId }, learner) => open(learner, courseId, introductionId)),
  ],
  'a learner of the revision before it': ['lesson.not_found', buildWithNewLesson],
  'a newcomer after it was published': ['open', asFoundBy((target) => enrol(target), buildWithNewLesson)],
  'a learner who keeps it when it is gone': ['open', buildWithoutLesson],
  'a newcomer after it is gone': ['lesson.not_found', asFoundBy((target) => enrol(target), buildWithoutLesson)],
  'a learner while it is a draft': ['lesson.not_found', enrolled({ isDraft: true })],
  'its author while it is a draft': ['lesson.not_found', asFoundBy(({ author }) => author, enrolled({ isDraft: true }))],
  'an author who learns': [
    'opens-later',
    asFoundBy((target) => learn(target, target.author), enrolled({ opening: futureMoment })),
  ],
  'a learner of a course in the archive': ['open', enrolled({}, {}, archive)],
  'a stranger to a course in the archive': ['not-enrolled', asFoundBy(() => buildLearner(), enrolled({}, {}, archive))],
  'a learner in another space': ['course.not_found', asFoundBy((_, learner) => ({ ...learner, space: 'elsewhere' }))],
};

/** What stands at every door of a lesson; searches tell of it or do not. */
async function tryDoors({ courseId, lessonId }: Target, as: TestActor) {
  const params = { courseId, lessonId };
  const lesson = await service.call(getLesson, { as, params });
  const outline = await service.call(getOutline, { as, params: { courseId } });
  const access = await service.call(getLessonAccess, { as, params });
  const search = await service.call(searchLessons, { as, params: { courseId }, query: { q: 'квантор' } });
  return {
    outline: outline.status === 200 ? readOutline(outline.body, lessonId) : outline.body.code,
    lesson: readOutcome(lesson),
    access: readAccess(access),
    search: search.status === 200 ? search.body.items.map((item: { lessonId: string }) => item.lessonId) : search.body.code,
    session: readOutcome(await service.call(openLesson, { as, params })),
    attempt: readOutcome(await service.call(startAttempt, { as, params })),
    submission: readSubmission(await service.call(saveSubmission, { as, params, body: {} })),
    scorm: readLaunch(await service.call(launchScorm, { as, params })),
    video: readAccess(await askAccess(as, lessonId)),
    tutor: readTutor(await askTutorAccess(as, courseId), lessonId),
  };
}

function readOutline({ modules }: Outline, lessonId: string): Outcome {
  const lesson = modules.flatMap(({ lessons }) => lessons).find(({ id }) => id === lessonId);
  return lesson ? (lesson.lock?.code ?? 'open') : 'lesson.not_found';
}

type Answer = Pick<Awaited<ReturnType<typeof service.call>>, 'status' | 'body'>;

const readAccess = ({ status, body }: Answer) => (status === 200 ? (body.lock?.code ?? (body.open && 'open')) : body.code);

/** The text of a lesson is asked for by the id of its version, which is told only where it is open. */
function readTutor({ status, body }: Answer, lessonId: string): Outcome | 'both' {
  if (status !== 200) return body.code;
  const lesson = body.lessons.find((one: { lessonId: string }) => one.lessonId === lessonId);
  if (!lesson) return 'lesson.not_found';
  if ((lesson.lock === null) !== (typeof lesson.versionId === 'string')) return 'both';
  return lesson.lock?.code ?? 'open';
}

/** What the player is answered where it differs: it names no course, and plays drafts to those who teach. */
function toVideoOutcome(name: string, outcome: Outcome): Outcome {
  if (name === 'its author while it is a draft') return 'open';
  return outcome === 'course.not_found' ? 'lesson.not_found' : outcome;
}

function readOutcome({ status, body }: Answer): Outcome {
  if (status < 300) return 'open';
  return status === 403 && body.code === 'lesson.locked' ? body.reason.code : body.code;
}

/** Whoever has passed the gate is told that a quiz takes no submissions. */
function readSubmission(answer: Answer): Outcome {
  return answer.body.code === 'lesson.no_assignment' ? 'open' : readOutcome(answer);
}

/** The same of a package. */
function readLaunch(answer: Answer): Outcome {
  return answer.body.code === 'lesson.no_scorm' ? 'open' : readOutcome(answer);
}

describe('every door', () => {
  it.each(Object.entries(situations).map(([name, [outcome, build]]) => [outcome, name, build] as const))(
    'is %s to %s',
    async (outcome, name, build) => {
      const [target, person] = await build();
      const found = outcome === 'open' ? [target.lessonId] : [];
      expect(await tryDoors(target, person)).toEqual({
        ...{ outline: outcome, lesson: outcome, access: outcome, session: outcome, attempt: outcome, submission: outcome },
        scorm: outcome,
        video: toVideoOutcome(name, outcome),
        tutor: outcome,
        search: outcome === 'course.not_found' ? outcome : found,
      });
    },
  );

  it.each<[string, (target: Target) => Promise<TestActor>]>([
    ['its author', async ({ author }) => author],
    ['a co-author without a role in the school', (target) => addCoAuthor(target)],
    ['staff', async () => asStaff()],
    ['an administrator', async () => asAdmin()],
    [
      'staff who left the course as learners',
      async (target) => {
        const learner = await learn(target, asStaff());
        await leave(learner, target);
        return learner;
      },
    ],
  ])('lets %s look at a lesson that is closed to learners, and keeps no progress', async (_, findViewer) => {
    const target = await buildTarget({ sequential: true, opening: futureMoment });
    expect(await tryDoors(target, await findViewer(target))).toEqual({
      ...{ outline: 'open', lesson: 'open', access: 'open', search: [target.lessonId], scorm: 'open' },
      ...{ video: 'open', tutor: 'open' },
      ...{ session: 'not-enrolled', attempt: 'not-enrolled', submission: 'not-enrolled' },
    });
  });
});

async function addCoAuthor({ author: as, courseId }: Target): Promise<TestActor> {
  const person = await buildLearner(asUser());
  await service.call(addAuthor, { as, params: { courseId, personId: person.id } });
  return person;
}
