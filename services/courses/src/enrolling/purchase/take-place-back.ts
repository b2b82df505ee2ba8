import type { Context } from '@lyceum/common/context';
import { type EntityManager, IsNull } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { endEnrolment } from '../enrolment/end-enrolment.ts';
import { EnrolmentEntity } from '../enrolment/enrolment.entity.ts';
import { PurchaseEntity, type PurchaseRow } from './purchase.entity.ts';

/** Ends what a purchase gave, unless a teacher, a code or another purchase has given it since. */
export async function takePlaceBack(
  db: EntityManager,
  ctx: Context,
  { enrolmentId, courseId, personId }: PurchaseRow,
): Promise<void> {
  if (enrolmentId === null) return;
  const isBought = await db.existsBy(EnrolmentEntity, { id: enrolmentId, source: 'order' });
  const isPaidAgain = await db.existsBy(PurchaseEntity, { enrolmentId, refundedAt: IsNull() });
  if (!isBought || isPaidAgain) return;
  await endEnrolment(db, ctx, await db.findOneByOrFail(CourseEntity, { id: courseId }), { personId, endedBy: null });
}
