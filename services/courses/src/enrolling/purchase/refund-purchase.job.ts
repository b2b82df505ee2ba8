import { defineJob, handle } from '@lyceum/common/jobs';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { endEnrolment } from '../enrolment/end-enrolment.ts';
import { EnrolmentEntity } from '../enrolment/enrolment.entity.ts';
import { holdPurchase, purchaseItem } from './hold-purchase.ts';
import { PurchaseEntity } from './purchase.entity.ts';

export const refundPurchase = defineJob('courses.refund-purchase', purchaseItem, { attempts: 12, backoffMs: 5_000 });

/** Ends what the purchase gave, unless a teacher or a code has given it since. */
export const refundPurchaseJob = handle(refundPurchase, async (item, { ctx, transact }) => {
  const { itemId, courseId, personId } = item;
  await transact(async (db) => {
    const purchase = await holdPurchase(db, ctx, item);
    if (purchase.refundedAt) return;
    await db.update(PurchaseEntity, { itemId }, { refundedAt: ctx.now() });
    if (purchase.enrolmentId === null) return;
    const course = await db.findOneByOrFail(CourseEntity, { id: courseId });
    const isOurs = await db.existsBy(EnrolmentEntity, { id: purchase.enrolmentId, source: 'order' });
    if (isOurs) await endEnrolment(db, ctx, course, { personId, endedBy: null });
  });
});
