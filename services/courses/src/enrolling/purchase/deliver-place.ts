import type { Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { publish } from '@lyceum/common/outbox';
import { courseNotFound } from '@lyceum/contracts/courses/course';
import { enrolmentExists } from '@lyceum/contracts/courses/enrolment';
import { purchaseDelivered } from '@lyceum/contracts/courses/purchase';
import type { EntityManager } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { findCohort } from '../cohort/find-cohort.ts';
import { enrolPerson } from '../enrolment/enrol-person.ts';
import { PurchaseEntity, type PurchaseRow } from './purchase.entity.ts';

/**
 * Enrols who paid. Fails with `course.not_found`, `cohort.not_found`, `enrolment.exists` for whoever is in the course already, and as
 * `enrolPerson` does.
 */
export async function deliverPlace(
  db: EntityManager,
  ctx: Context,
  { orderId, itemId, courseId, personId, cohortId }: PurchaseRow,
): Promise<void> {
  const course = found(await db.findOneBy(CourseEntity, { id: courseId }), courseNotFound);
  if (cohortId !== null) await findCohort(db, courseId, cohortId);
  const wanted = { personId, cohortId, source: 'order', expiresAt: null } as const;
  const { enrolment, isNew } = await enrolPerson(db, ctx, course, wanted);
  if (!isNew) throw fail(enrolmentExists);
  const { id: enrolmentId } = enrolment;
  await db.update(PurchaseEntity, { itemId }, { enrolmentId });
  await publish(db, ctx, purchaseDelivered, { orderId, itemId, courseId, personId, enrolmentId, occurredAt: ctx.now() });
}
