import { defineJob, handle } from '@lyceum/common/jobs';
import { IsNull } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { endEnrolment } from '../enrolment/end-enrolment.ts';
import { EnrolmentEntity } from '../enrolment/enrolment.entity.ts';
import { holdPurchase, purchaseItem } from './hold-purchase.ts';
import { PurchaseEntity } from './purchase.entity.ts';

export const refundPurchase = defineJob('courses.refund-purchase', purchaseItem, { attempts: 12, backoffMs: 5_000 });

/** Ends what the purchase gave, unless a teacher, a code or another purchase has given it since. */
export const refundPurchaseJob = handle(refundPurchase, async (item, { ctx, transact }) => {
  const { itemId, courseId, personId } = item;
  await transact(async (db) => {
    const purchase = await holdPurchase(db, ctx, item);
    if (purchase.refundedAt) return;
    await db.update(PurchaseEntity, { itemId }, { refundedAt: ctx.now() });
    const { enrolmentId } = purchase;
    if (enrolmentId === null || (await db.existsBy(PurchaseEntity, { enrolmentId, refundedAt: IsNull() }))) return;
    const course = await db.findOneByOrFail(CourseEntity, { id: courseId });
    const isOurs = await db.existsBy(EnrolmentEntity, { id: enrolmentId, source: 'order' });
    if (isOurs) await endEnrolment(db, ctx, course, { personId, endedBy: null });
  });
});
