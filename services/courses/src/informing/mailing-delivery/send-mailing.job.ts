import type { Context } from '@lyceum/common/context';
import { handle } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import { type EntityManager, IsNull } from 'typeorm';
import { MailingEntity, type MailingRow } from '../mailing/mailing.entity.ts';
import { sendMailing } from '../mailing/start-mailing.ts';
import { mailAnnouncement } from './mail-announcement.ts';
import { mailRetake } from './mail-retake.ts';

/** Mails one page of learners; returns the last of them, or undefined when nobody is left. */
type SendPage = (db: EntityManager, ctx: Context, mailing: MailingRow) => Promise<string | undefined>;

const sendPage: Readonly<Record<MailingRow['kind'], SendPage>> = { announcement: mailAnnouncement, retake: mailRetake };

/** What waits for the mail server stays short, so that mails of others come through. */
const pauseMs = 10_000;

/**
 * A page is mailed and noted in one transaction, with the job of the next: a run that was ended in the middle, or comes twice, goes on where
 * the last page ended. Two at once wait for each other.
 */
export const sendMailingJob = handle(sendMailing, async ({ mailingId: id }, { ctx, transact }) => {
  await transact(async (db) => {
    const where = { id, finishedAt: IsNull() };
    const mailing = await db.findOne(MailingEntity, { where, lock: { mode: 'pessimistic_write' } });
    if (!mailing) return;
    const lastPersonId = await sendPage[mailing.kind](db, ctx, mailing);
    const now = ctx.now();
    const progress = lastPersonId === undefined ? { finishedAt: now } : { lastPersonId };
    await db.update(MailingEntity, { id }, { ...progress, touchedAt: now, movedAt: now });
    if (lastPersonId !== undefined) {
      await enqueue(db, ctx, sendMailing, { mailingId: id }, { at: new Date(now.getTime() + pauseMs) });
    }
  });
});
