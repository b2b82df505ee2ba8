import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { enrolmentEndedEvent } from '@lyceum/contracts/courses/enrolment';
import type { EntityManager } from 'typeorm';
import type { CourseRow } from '../../authoring/course/course.entity.ts';
import { freeSeat } from '../cohort/find-cohort.ts';
import { EnrolmentEntity, type EnrolmentRow } from './enrolment.entity.ts';

/**
 * Closes the course to a person and frees the seat; what was learnt stays. A teacher does so also to whoever has left and could come
 * back, and so does a refund, in the name of nobody. Null when the person was never in it.
 */
export async function endEnrolment(
  db: EntityManager,
  ctx: Context,
  course: CourseRow,
  { personId, endedBy }: { personId: string; endedBy: string | null },
): Promise<EnrolmentRow | null> {
  const where = { courseId: course.id, personId };
  const enrolment = await db.findOne(EnrolmentEntity, { where, lock: { mode: 'pessimistic_write' } });
  // Who was put out stays so, whatever is refunded.
  const stays = endedBy === personId || (endedBy === null && enrolment?.endedBy !== personId);
  if (!enrolment || (enrolment.status === 'ended' && stays)) return enrolment;
  const changes = { status: 'ended', endedBy, endedAt: ctx.now() } as const;
  await db.update(EnrolmentEntity, { id: enrolment.id }, changes);
  if (enrolment.status === 'ended') return { ...enrolment, ...changes };
  if (enrolment.cohortId !== null) await freeSeat(db, enrolment.cohortId);
  const fields = { courseId: course.id, enrolmentId: enrolment.id, personId, title: course.title };
  await publish(db, ctx, enrolmentEndedEvent, { ...fields, occurredAt: ctx.now() });
  return { ...enrolment, ...changes };
}
