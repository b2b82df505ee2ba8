import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { publish } from '@lyceum/common/outbox';
import { courseWrongStatus } from '@lyceum/contracts/courses/course';
import { enrolmentEnded, learnerEnrolled } from '@lyceum/contracts/courses/enrolment';
import type { EntityManager } from 'typeorm';
import { CourseEntity, type CourseRow } from '../../authoring/course/course.entity.ts';
import { requirePublished } from '../../authoring/course/require-published.ts';
import { getLastRevision } from '../../authoring/revision/find-revision.ts';
import { RevisionEntity } from '../../authoring/revision/revision.entity.ts';
import { takeSeat } from '../cohort/find-cohort.ts';
import { completeEnrolment } from './complete-enrolment.ts';
import { EnrolmentEntity, type EnrolmentRow } from './enrolment.entity.ts';

interface NewEnrolment extends Pick<EnrolmentRow, 'personId' | 'cohortId' | 'source' | 'expiresAt'> {
  /** When a teacher wanted the person; who was ended before comes back. */
  readonly invitedAt?: Date;
}

/**
 * Puts a person into a course, by the revision of now, and into a seat of the cohort. Whoever is in it stays as they are; who left
 * comes back to what they had, by themselves into their cohort and for no longer than before. `isNew` says which it was. Fails with `course.wrong_status`,
 * `cohort.full` and, when a teacher ended the enrolment and none has wanted the person since, `enrolment.ended`.
 */
export async function enrolPerson(
  db: EntityManager,
  ctx: Context,
  course: CourseRow,
  { invitedAt, ...wanted }: NewEnrolment,
): Promise<{ enrolment: EnrolmentRow; isNew: boolean }> {
  // Waits for an author who publishes or archives it, and then finds what is so now.
  const where = { id: course.id };
  const current = found(await db.findOne(CourseEntity, { where, lock: { mode: 'pessimistic_read' } }), courseWrongStatus);
  requirePublished(current);
  const { personId, source } = wanted;
  const { id: revisionId } = await getLastRevision(db, current);
  const enrolment: EnrolmentRow = {
    ...wanted,
    id: newId(),
    courseId: course.id,
    revisionId,
    status: 'active',
    endedBy: null,
    endedAt: null,
    enrolledAt: ctx.now(),
    completedAt: null,
    timePercent: 100,
    lastLessonId: null,
    percent: 0,
    mutedAt: null,
  };
  // Of two at once, the second waits here for the first and then finds its row.
  const { raw } = await db
    .createQueryBuilder()
    .insert()
    .into(EnrolmentEntity)
    .values(enrolment)
    .orIgnore()
    .returning('id')
    .execute();
  if (Array.isArray(raw) && raw.length > 0) return { enrolment: await seat(db, ctx, course, enrolment), isNew: true };

  const own = { courseId: course.id, personId };
  const earlier = await db.findOneOrFail(EnrolmentEntity, { where: own, lock: { mode: 'pessimistic_write' } });
  if (earlier.status !== 'ended') return { enrolment: earlier, isNew: false };
  const { endedBy, endedAt } = earlier;
  const isWanted = source === 'staff' || (invitedAt && endedAt && invitedAt > endedAt);
  if (endedBy !== null && endedBy !== personId && !isWanted) throw fail(enrolmentEnded);
  // Nobody gets rid of dates by leaving.
  const cohortId = source === 'staff' ? wanted.cohortId : (wanted.cohortId ?? earlier.cohortId);
  const expiresAt = source === 'self' || source === 'code' ? earlier.expiresAt : wanted.expiresAt;
  const status = earlier.completedAt ? 'completed' : 'active';
  // What was paid for is refunded as that.
  const origin = source === 'self' && earlier.source === 'order' ? 'order' : source;
  const changes = { cohortId, expiresAt, source: origin, status, endedBy: null } as const;
  await db.update(EnrolmentEntity, { id: earlier.id }, changes);
  const back = await seat(db, ctx, course, { ...earlier, ...changes });
  return { enrolment: await finishIfDone(db, ctx, back), isNew: true };
}

/** Work that was accepted while the enrolment was ended may have been the last of the course. */
async function finishIfDone(db: EntityManager, ctx: Context, enrolment: EnrolmentRow): Promise<EnrolmentRow> {
  const { id, revisionId, status, percent } = enrolment;
  if (status !== 'active' || percent < 100) return enrolment;
  await completeEnrolment(db, ctx, enrolment, await db.findOneByOrFail(RevisionEntity, { id: revisionId }));
  return db.findOneByOrFail(EnrolmentEntity, { id });
}

async function seat(db: EntityManager, ctx: Context, course: CourseRow, enrolment: EnrolmentRow): Promise<EnrolmentRow> {
  const { id: enrolmentId, personId, cohortId, source } = enrolment;
  if (cohortId !== null) await takeSeat(db, cohortId);
  const fields = { courseId: course.id, enrolmentId, personId, title: course.title, occurredAt: ctx.now() };
  await publish(db, ctx, learnerEnrolled, { ...fields, cohortId, source });
  return enrolment;
}
