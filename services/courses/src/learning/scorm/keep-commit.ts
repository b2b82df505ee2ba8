import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { scormLaunchEnded } from '@lyceum/contracts/courses/scorm';
import { type EntityManager, MoreThan } from 'typeorm';
import type { OutlineLesson } from '../../authoring/revision/outline.ts';
import { findStudy, findStudyLesson, requireLearner, type Study } from '../gate/find-study.ts';
import { completeLesson } from '../progress/complete-lesson.ts';
import { LessonProgressEntity } from '../progress/lesson-progress.entity.ts';
import { lockStudy } from '../progress/lock-study.ts';
import { type Reported, readCmi } from '../scorm-data/read-cmi.ts';
import { boundTime, reportTime } from './count-time.ts';
import { findLaunch, toReader } from './find-launch.ts';
import { findScorm, findState, isSameStart } from './find-state.ts';
import type { Commit } from './read-commit.ts';
import { ScormLaunchEntity, type ScormLaunchRow } from './scorm-launch.entity.ts';
import { ScormStateEntity } from './scorm-state.entity.ts';

interface Answer {
  /** Not when it came late, twice or of who only looks. */
  readonly kept: boolean;
  /** Of the last commit of its launch; greater than its own when another window is ahead. */
  readonly sequence: number;
}

const notKept: Answer = { kept: false, sequence: 0 };

/**
 * Keeps what a package tells, each commit once and none after a later one. Fails with `scorm.launch_not_found`, with
 * `scorm.launch_ended` when the lesson was started again since, and as the gate does.
 */
export async function keepCommit(
  db: EntityManager,
  ctx: Context,
  params: Readonly<Record<string, string>>,
  commit: Commit,
): Promise<Answer> {
  const { personId } = await findLaunch(db, ctx, params);
  await lockStudy(db, personId);
  const showing = await findLaunch(db, ctx, params);
  const { enrolmentId } = showing;
  if (enrolmentId === null) return notKept;
  const study = await findStudy(db, ctx, toReader(showing), showing.courseId);
  const lesson = findStudyLesson(study, showing.lessonId);
  requireLearner(study, lesson, ctx);
  if (showing.endedAt) throw fail(scormLaunchEnded);
  const launch = await findTelling(db, { ...showing, enrolmentId }, commit);
  if (!launch) return notKept;
  if (commit.sequence <= launch.lastSequence) return { kept: false, sequence: launch.lastSequence };
  if (!(await isOfNow(db, launch, study, lesson))) {
    // What is told late of a version from before is of no use; who still has it open is told.
    if (launch.id !== showing.id) return notKept;
    throw fail(scormLaunchEnded);
  }
  await keep(db, ctx, { launch, study, lesson }, commit);
  return { kept: true, sequence: commit.sequence };
}

/** The launch that a commit is of: this one, or one before of the same lesson, unless a later one has told something. */
async function findTelling(
  db: EntityManager,
  showing: ScormLaunchRow & { readonly enrolmentId: string },
  { launchId }: Commit,
): Promise<ScormLaunchRow | null> {
  if (launchId === showing.id) return showing;
  const { enrolmentId, lessonId } = showing;
  const launch = await db.findOneBy(ScormLaunchEntity, { id: launchId, enrolmentId, lessonId });
  if (!launch) return null;
  const later = { enrolmentId, lessonId, launchedAt: MoreThan(launch.startedAt) };
  return (await db.existsBy(ScormStateEntity, later)) ? null : launch;
}

/** Whether it is of what the learner has now, and since they were asked to finish it again. */
async function isOfNow(db: EntityManager, launch: ScormLaunchRow, study: Study, lesson: OutlineLesson): Promise<boolean> {
  const progress = study.progress.get(lesson.id);
  if (!progress || launch.startedAt < progress.startedAt) return false;
  return launch.versionId !== null && isSameStart(db, launch.versionId, lesson.versionId);
}

interface Telling {
  readonly launch: ScormLaunchRow;
  readonly study: Study;
  readonly lesson: OutlineLesson;
}

async function keep(db: EntityManager, ctx: Context, { launch, study, lesson }: Telling, commit: Commit): Promise<void> {
  const { id, courseId, lessonId, startedAt: launchedAt } = launch;
  const { enrolment, revision } = study;
  const content = await findScorm(db, lesson.versionId);
  if (!content || !enrolment) return;
  const { id: enrolmentId } = enrolment;
  const where = { enrolmentId, lessonId };
  const time = boundTime(launch, commit, ctx.now());
  const row = await db.findOneBy(ScormStateEntity, where);
  const known = await findState(db, { ...where, versionId: lesson.versionId });
  const reported = readCmi(content, commit.cmi);
  const state = {
    ...{ ...where, courseId, versionId: lesson.versionId, cmi: commit.cmi, launchedAt, ...reported },
    totalSeconds: (known?.totalSeconds ?? 0) + time.addedSeconds,
    updatedAt: ctx.now(),
  };
  await db.upsert(ScormStateEntity, { id: row?.id ?? newId(), ...state }, ['spaceId', 'enrolmentId', 'lessonId']);
  const evidenceUntil = await reportTime(db, ctx, launch, time);
  const { countedSeconds } = time;
  await db.update(ScormLaunchEntity, { id }, { lastSequence: commit.sequence, countedSeconds, evidenceUntil });
  const progress = await db.findOneByOrFail(LessonProgressEntity, where);
  const percent = reported.percent ?? progress.percent;
  if (percent !== progress.percent) await db.update(LessonProgressEntity, where, { percent });
  if (isDone(lesson, reported)) await completeLesson(db, ctx, { enrolment, revision, lesson }, { ...progress, percent });
}

function isDone({ completion }: OutlineLesson, { completion: status, success, percent }: Reported): boolean {
  if (completion.rule === 'passed') return percent !== null && percent >= completion.percent;
  return completion.rule === 'reported' && (success === 'passed' || (status === 'completed' && success !== 'failed'));
}
