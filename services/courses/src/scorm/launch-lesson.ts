import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import { courseFileNotFound } from '@lyceum/contracts/courses/course-file';
import { lessonNoScorm, scormNoContentAddress } from '@lyceum/contracts/courses/scorm';
import { type EntityManager, IsNull } from 'typeorm';
import { CourseFileEntity } from '../course-file/course-file.entity.ts';
import { findStudy, findStudyLesson, requireOpen } from '../gate/find-study.ts';
import { lockStudy } from '../progress/lock-study.ts';
import type { ReadPackage } from '../scorm-package/read-package.ts';
import { openLesson } from '../study/open-lesson.ts';
import { createToken, hashToken } from './find-launch.ts';
import { findScorm } from './find-state.ts';
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

/** Starts a lesson of a package for who it is open to, and ends what the same person has started of it before. */
export async function launchLesson(
  own: OwnTransactions,
  { ctx, actor, place }: { ctx: Context; actor: Actor; place: Place },
  { contentUrl, readPackage }: LaunchNeeds,
) {
  const file = await own.read((db) => findPackageFile(db, { ctx, actor, place }));
  if (contentUrl === undefined) throw fail(scormNoContentAddress);
  const { id: packageId, objectId } = await readPackage(own, ctx, actor, file);
  const token = createToken();
  const { id, expiresAt } = await own.transact((db) =>
    insertLaunch(db, { ctx, actor, place }, { packageId, objectId, tokenHash: hashToken(token) }),
  );
  return { id, url: `${contentUrl}/s/${ctx.space}/content/courses/launches/${token}/`, expiresAt };
}

interface Asked {
  readonly ctx: Context;
  readonly actor: Actor;
  readonly place: Place;
}

async function findPackageFile(db: EntityManager, asked: Asked) {
  const { courseId } = asked.place;
  const { courseFileId: id } = (await findOpen(db, asked)).content;
  return found(await db.findOneBy(CourseFileEntity, { id, courseId }), courseFileNotFound);
}

async function findOpen(db: EntityManager, { ctx, actor, place }: Asked) {
  const study = await findStudy(db, ctx, actor, place.courseId);
  const lesson = findStudyLesson(study, place.lessonId);
  requireOpen(study, lesson, ctx);
  const content = await findScorm(db, lesson.versionId);
  if (!content) throw fail(lessonNoScorm);
  return { study, lesson, content };
}

async function insertLaunch(
  db: EntityManager,
  asked: Asked,
  known: Pick<ScormLaunchRow, 'packageId' | 'objectId' | 'tokenHash'>,
): Promise<ScormLaunchRow> {
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
  const launch: ScormLaunchRow = {
    ...{ id: newId(), ...place, ...known, versionId: session?.versionId ?? lesson.versionId, personId: actor.id, enrolmentId },
    ...{ sessionId: session?.id ?? null, startedAt, expiresAt: new Date(startedAt.getTime() + validMs), endedAt: null },
    ...{ lastSequence: 0, countedSeconds: 0, evidenceUntil: startedAt },
  };
  await db.insert(ScormLaunchEntity, launch);
  return launch;
}
