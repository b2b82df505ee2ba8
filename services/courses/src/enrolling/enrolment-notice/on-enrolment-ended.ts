import { on, publish } from '@lyceum/common/outbox';
import { enrolmentEndedEvent } from '@lyceum/contracts/courses/enrolment';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { Not } from 'typeorm';
import { noteFirstToday } from '../../informing/reminder/note-reminders.ts';
import { EnrolmentEntity } from '../enrolment/enrolment.entity.ts';
import { enrolmentEndedMail } from './enrolment-ended.mail.ts';

/** Whoever leaves by themselves knows it; who is enrolled again meanwhile has nothing to be told; at most one mail a day of a course. */
export const mailEnrolmentEnded = on(
  enrolmentEndedEvent,
  'courses.mail-enrolment-ended',
  async ({ courseId, enrolmentId: id, personId: accountId, title }, { db, ctx }) => {
    if (!(await db.existsBy(EnrolmentEntity, { id, status: 'ended', endedBy: Not(accountId) }))) return;
    if (!(await noteFirstToday(db, ctx, accountId, `ended ${courseId}`))) return;
    await publish(db, ctx, mailRequested, enrolmentEndedMail({ accountId, data: { courseId, title } }));
  },
);
