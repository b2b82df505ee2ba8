import { DomainError, fail, found } from '@lyceum/common/errors';
import { defineJob, handle, type JobRun } from '@lyceum/common/jobs';
import { publish } from '@lyceum/common/outbox';
import { courseNotFound } from '@lyceum/contracts/courses/course';
import { enrolmentExists } from '@lyceum/contracts/courses/enrolment';
import { purchaseDelivered, purchaseRefused } from '@lyceum/contracts/courses/purchase';
import type { z } from 'zod';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { findCohort } from '../cohort/find-cohort.ts';
import { enrolPerson } from '../enrolment/enrol-person.ts';
import { holdPurchase, purchaseItem } from './hold-purchase.ts';
import { PurchaseEntity } from './purchase.entity.ts';

export const deliverPurchase = defineJob('courses.deliver-purchase', purchaseItem, { attempts: 12, backoffMs: 5_000 });

/** Enrols who paid, once; what cannot be delivered is refused with the reason. */
export const deliverPurchaseJob = handle(deliverPurchase, async (item, run) => {
  try {
    await deliver(item, run);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await refuse(item, error.problem.code, run);
  }
});

type Item = z.output<typeof purchaseItem>;

async function deliver(item: Item, { ctx, transact }: JobRun): Promise<void> {
  const { orderId, itemId, courseId, personId, cohortId } = item;
  await transact(async (db) => {
    const purchase = await holdPurchase(db, ctx, item);
    if (purchase.enrolmentId ?? purchase.refusal ?? purchase.refundedAt) return;
    const course = found(await db.findOneBy(CourseEntity, { id: courseId }), courseNotFound);
    if (cohortId !== null) await findCohort(db, courseId, cohortId);
    const wanted = { personId, cohortId, source: 'order', expiresAt: null } as const;
    const { enrolment, isNew } = await enrolPerson(db, ctx, course, wanted);
    if (!isNew) throw fail(enrolmentExists);
    await db.update(PurchaseEntity, { itemId }, { enrolmentId: enrolment.id });
    const fields = { orderId, itemId, courseId, personId, occurredAt: ctx.now() };
    await publish(db, ctx, purchaseDelivered, { ...fields, enrolmentId: enrolment.id });
  });
}

async function refuse(item: Item, code: string, { ctx, transact }: JobRun): Promise<void> {
  const { orderId, itemId, courseId, personId } = item;
  await transact(async (db) => {
    const purchase = await holdPurchase(db, ctx, item);
    if (purchase.enrolmentId ?? purchase.refusal ?? purchase.refundedAt) return;
    await db.update(PurchaseEntity, { itemId }, { refusal: code });
    await publish(db, ctx, purchaseRefused, { orderId, itemId, courseId, personId, code, occurredAt: ctx.now() });
  });
}
