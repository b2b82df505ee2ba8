import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { publish } from '@lyceum/common/outbox';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { EntityManager } from 'typeorm';
import type { CourseRow } from '../../authoring/course/course.entity.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { courseInvitationMail } from './course-invitation.mail.ts';
import { InvitationEntity, type InvitationRow } from './invitation.entity.ts';

const validMs = 14 * 86_400_000;

/** Invites an address, or once more with a new term; the mail goes out with the commit. An accepted invitation is begun anew. */
export async function invite(
  db: EntityManager,
  ctx: Context,
  course: CourseRow,
  { email, cohortId }: Pick<InvitationRow, 'email' | 'cohortId'>,
): Promise<InvitationRow> {
  const { id: courseId, title, language } = course;
  const now = ctx.now();
  const earlier = await db.findOneBy(InvitationEntity, { courseId, email });
  const invitation: InvitationRow = {
    // The link of the mail before goes on working.
    id: earlier?.id ?? newId(),
    courseId,
    email,
    cohortId,
    expiresAt: new Date(now.getTime() + validMs),
    acceptedAt: null,
    createdAt: now,
  };
  await db.upsert(InvitationEntity, invitation, ['id']);
  const person = await db.findOneBy(PersonEntity, { email });
  // Whoever has no account yet has no list of mails either: the id of the invitation stands for it.
  const recipient = person ? { accountId: person.id } : { accountId: invitation.id, to: { email, locale: language } };
  const mail = courseInvitationMail({
    ...recipient,
    data: { invitationId: invitation.id, title },
    validUntil: invitation.expiresAt,
  });
  await publish(db, ctx, mailRequested, mail);
  return invitation;
}
