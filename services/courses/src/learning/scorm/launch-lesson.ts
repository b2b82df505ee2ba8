import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import { courseFileNotFound } from '@lyceum/contracts/courses/course-file';
import { lessonNoScorm, scormNoContentAddress } from '@lyceum/contracts/courses/scorm';
import type { ScormContent } from '@lyceum/contracts/courses/scorm-content';
import { type EntityManager, IsNull } from 'typeorm';
import { findLesson } from '../../authoring/content/find-content.ts';
import { findCourse } from '../../authoring/course/find-course.ts';
import { CourseFileEntity } from '../../authoring/course-file/course-file.entity.ts';
import { findStudy, findStudyLesson, requireOpen } from '../gate/find-study.ts';
import { lockStudy } from '../progress/lock-study.ts';
import type { ReadPackage } from '../scorm-package/read-package.ts';
import { openLesson } from '../study/open-lesson.ts';
import { createToken, hashToken } from './find-launch.ts';
import { findScorm, toScorm } from './find-state.ts';
import { ScormLaunchEntity, type ScormLaunchRow } from './scorm-launch.entity.ts';

const validMs = 12 * 3_600_000;

interface Place {
  readonly courseId: string;
  readonly lessonId: string;
}

export interface LaunchNeeds {
  /** Origin of the content address; without it nothing is launched. */
  readonly contentUrl: string | undefined;
  readonly readPackage: ReadPackage;
}

interface Asked {
  readonly ctx: Context;
  readonly actor: Actor;
  readonly place: Place;
}

/** What is started, and how the launch is kept. */
interface Start {
  readonly findContent: (db: EntityManager) => Promise<ScormContent>;
  readonly insert: (db: EntityManager, known: KnownPackage) => Promise<ScormLaunchRow>;
}

type KnownPackage = Pick<ScormLaunchRow, 'packageId' | 'objectId' | 'tokenHash'>;

/** Starts a lesson of a package for who it is open to, and ends what the same person has started of it before. */
export function launchLesson(own: OwnTransactions, asked: Asked, needs: LaunchNeeds) {
  const findContent = async (db: EntityManager) => (await findOpen(db, asked)).content;
  return start(own, asked, needs, { findContent, insert: (db, known) => insertLaunch(db, asked, known) });
}

/** Starts a lesson of the draft for those who teach the course. */
export function previewLesson(own: OwnTransactions, asked: Asked, needs: LaunchNeeds) {
  const findContent = (db: EntityManager) => findDraft(db, asked);
  const insert = async (db: EntityManager, known: KnownPackage) => {
    const draft = await findContent(db);
    return insertRow(db, asked, known, { draft, versionId: null, enrolmentId: null, sessionId: null });
  };
  return start(own, asked, needs, { findContent, insert });
}

async function start(
  own: OwnTransactions,
  asked: Asked,
  { contentUrl, readPackage }: LaunchNeeds,
  { findContent, insert }: Start,
) {
  const { ctx, actor, place } = asked;
  const file = await own.read(async (db) => {
    const { courseFileId: id } = await findContent(db);
    return found(await db.findOneBy(CourseFileEntity, { id, courseId: place.courseId }), courseFileNotFound);
  });
  if (contentUrl === undefined) throw fail(scormNoContentAddress);
  const { id: packageId, objectId } = await readPackage(own, ctx, actor, file);
  const token = createToken();
  const { id, expiresAt } = await own.transact((db) => insert(db, { packageId, objectId, tokenHash: hashToken(token) }));
  return { id, url: `${contentUrl}/s/${ctx.space}/content/courses/launches/${token}/`, expiresAt };
}

async function findDraft(db: EntityManager, { actor, place }: Asked): Promise<ScormContent> {
  const { id: courseId } = await findCourse(db, actor, place.courseId, { to: 'teach' });
  const content = toScorm((await findLesson(db, courseId, place.lessonId)).content);
  if (!content) throw fail(lessonNoScorm);
  return content;
}

async function findOpen(db: EntityManager, { ctx, actor, place }: Asked) {
  const study = await findStudy(db, ctx, actor, place.courseId);
  const lesson = findStudyLesson(study, place.lessonId);
  requireOpen(study, lesson, ctx);
  const content = await findScorm(db, lesson.versionId);
  if (!content) throw fail(lessonNoScorm);
  return { study, lesson, content };
}

async function insertLaunch(db: EntityManager, asked: Asked, known: KnownPackage): Promise<ScormLaunchRow> {
  const { ctx, actor, place } = asked;
  await lockStudy(db, actor.id);
  const { study, lesson } = await findOpen(db, asked);
  const enrolmentId = study.enrolment?.id ?? null;
  // Evidence of the time in it counts as that of any lesson; whoever only looks leaves none.
  const session = enrolmentId === null ? null : await openLesson(db, ctx, actor, place);
  const startedAt = session?.openedAt ?? ctx.now();
  if (enrolmentId !== null) {
    const running = { enrolmentId, lessonId: place.lessonId, endedAt: IsNull() };
    await db.update(ScormLaunchEntity, running, { endedAt: startedAt });
  }
  const versionId = session?.versionId ?? lesson.versionId;
  return insertRow(db, asked, known, { draft: null, versionId, enrolmentId, sessionId: session?.id ?? null }, startedAt);
}

async function insertRow(
  db: EntityManager,
  { ctx, actor, place }: Asked,
  known: KnownPackage,
  content: Pick<ScormLaunchRow, 'draft' | 'versionId' | 'enrolmentId' | 'sessionId'>,
  startedAt = ctx.now(),
): Promise<ScormLaunchRow> {
  const launch: ScormLaunchRow = {
    ...{ id: newId(), ...place, ...known, ...content, personId: actor.id },
    ...{ startedAt, expiresAt: new Date(startedAt.getTime() + validMs), endedAt: null },
    ...{ lastSequence: 0, countedSeconds: 0, evidenceUntil: startedAt },
  };
  await db.insert(ScormLaunchEntity, launch);
  return launch;
}
