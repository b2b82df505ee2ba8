import { on, publish } from '@lyceum/common/outbox';
import { learnerEnrolled } from '@lyceum/contracts/courses/enrolment';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { Not } from 'typeorm';
import { noteFirstToday } from '../../informing/reminder/note-reminders.ts';
import { EnrolmentEntity } from '../enrolment/enrolment.entity.ts';
import { enrolledMail } from './enrolled.mail.ts';

/** Whoever enrols by themselves knows it, and who was ended again meanwhile is told that; at most one mail a day of a course. */
export const mailEnrolled = on(
  learnerEnrolled,
  'courses.mail-enrolled',
  async ({ courseId, enrolmentId: id, personId: accountId, title, source }, { db, ctx }) => {
    if (source !== 'staff' || !(await db.existsBy(EnrolmentEntity, { id, status: Not('ended') }))) return;
    if (!(await noteFirstToday(db, ctx, accountId, `enrolled ${courseId}`))) return;
    await publish(db, ctx, mailRequested, enrolledMail({ accountId, data: { courseId, title } }));
  },
);
