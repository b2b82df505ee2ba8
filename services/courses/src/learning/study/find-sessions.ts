import { type EntityManager, type EntitySchema, type FindOptionsWhere, In } from 'typeorm';
import { toMeetingOpening } from '../../authoring/content/meeting-opening.ts';
import { findDurations } from '../../authoring/library-video/find-durations.ts';
import { findVideoId } from '../../authoring/library-video/find-video-id.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { listLessons, type OutlineLesson } from '../../authoring/revision/outline.ts';
import { RevisionEntity, type RevisionRow } from '../../authoring/revision/revision.entity.ts';
import { CohortEntity } from '../../enrolling/cohort/cohort.entity.ts';
import { EnrolmentEntity, type EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import type { KnownSession } from './judge-evidence.ts';
import { StudySessionEntity } from './study-session.entity.ts';

/** A session of one's own, with all that evidence of it is judged by. */
export interface StudiedSession extends KnownSession {
  readonly enrolment: EnrolmentRow;
  readonly revision: RevisionRow;
  /** As it is in the revision the learner has now. */
  readonly lesson: OutlineLesson;
  /** The version that was opened. */
  readonly versionId: string;
  /** Unix milliseconds before which nobody finishes it: of a meeting when its address is told; null of anything else. */
  readonly heldFrom: number | null;
}

/** The sessions of a person, in a lesson where one is named, among these, by their ids; those of lessons that the learner's revision has no more are none. */
export async function findSessions(
  db: EntityManager,
  owner: { readonly personId: string; readonly lessonId?: string },
  ids: readonly string[],
): Promise<ReadonlyMap<string, StudiedSession>> {
  const sessions = await db.findBy(StudySessionEntity, { id: In(ids), ...owner });
  const enrolments = await findAll(
    db,
    EnrolmentEntity,
    sessions.map(({ enrolmentId }) => enrolmentId),
  );
  const revisions = await findAll(
    db,
    RevisionEntity,
    [...enrolments.values()].map(({ revisionId }) => revisionId),
  );
  const cohorts = await findAll(
    db,
    CohortEntity,
    [...enrolments.values()].flatMap(({ cohortId }) => cohortId ?? []),
  );
  const versions = await findAll(
    db,
    LessonVersionEntity,
    sessions.map(({ versionId }) => versionId),
  );
  const findDuration = await findDurations(
    db,
    [...versions.values()].map(({ content }) => content),
  );
  const studied = new Map<string, StudiedSession>();
  for (const { id, enrolmentId, lessonId, versionId, openedAt, expiresAt } of sessions) {
    const enrolment = enrolments.get(enrolmentId);
    const revision = enrolment && revisions.get(enrolment.revisionId);
    const lesson = revision && listLessons(revision.outline).find((one) => one.id === lessonId);
    const content = versions.get(versionId)?.content;
    if (!enrolment || !revision || !lesson) continue;
    // A session from before somebody left stays closed when they come back.
    const left = enrolment.endedAt && openedAt <= enrolment.endedAt ? enrolment.endedAt : null;
    const ends = [left, enrolment.expiresAt, cohorts.get(enrolment.cohortId ?? '')?.endsAt].flatMap((end) =>
      end ? [end.getTime()] : [],
    );
    studied.set(id, {
      ...{ enrolment, revision, lesson, versionId },
      openedAt: openedAt.getTime(),
      expiresAt: expiresAt.getTime(),
      duration: content ? findDuration(content) : null,
      isOfLibrary: content !== undefined && findVideoId(content) !== null,
      closesAt: ends.length > 0 ? Math.min(...ends) : null,
      heldFrom: content?.type === 'meeting' ? toMeetingOpening(content) : null,
    });
  }
  return studied;
}

async function findAll<Row extends { id: string }>(
  db: EntityManager,
  entity: EntitySchema<Row>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  if (ids.length === 0) return new Map();
  // Every row has an id of this type, which the compiler cannot see through the generic.
  const where = { id: In([...new Set(ids)]) } as FindOptionsWhere<Row>;
  return new Map((await db.findBy(entity, where)).map((row) => [row.id, row]));
}
