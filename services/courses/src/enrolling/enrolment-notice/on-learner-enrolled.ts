import { on, publish } from '@lyceum/common/outbox';
import { learnerEnrolled } from '@lyceum/contracts/courses/enrolment';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { Not } from 'typeorm';
import { EnrolmentEntity } from '../enrolment/enrolment.entity.ts';
import { enrolledMail } from './enrolled.mail.ts';

/** Whoever enrols by themselves knows it, and who was ended again meanwhile is told that. */
export const mailEnrolled = on(
  learnerEnrolled,
  'courses.mail-enrolled',
  async ({ courseId, enrolmentId: id, personId: accountId, title, source }, { db, ctx }) => {
    if (source !== 'staff' || !(await db.existsBy(EnrolmentEntity, { id, status: Not('ended') }))) return;
    await publish(db, ctx, mailRequested, enrolledMail({ accountId, data: { courseId, title } }));
  },
);
