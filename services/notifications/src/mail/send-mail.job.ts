import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '@lyceum/common/context';
import { defineJob, handle, type JobHandler } from '@lyceum/common/jobs';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { frameLetter, storedLetter } from '../letter/frame-letter.ts';
import { renderHtml } from '../letter/render-html.ts';
import { renderText } from '../letter/render-text.ts';
import { MailEntity, type MailRow } from './mail.entity.ts';
import { isRefusal, type Mailer, sendTimeoutMs } from './mailer.ts';

/** Waits of 5 s, 10 s and so on: a mail server may be away for forty minutes. */
export const sendMail = defineJob('notifications.send-mail', z.object({ mailId: z.uuid() }), { attempts: 10, backoffMs: 5_000 });

/** Longer than one send can take, so that a mail is never in two hands; after a crash the next attempt waits for its end. */
const leaseMs = sendTimeoutMs + 30_000;
const noteRetryMs = 500;

/** What a mail would have said is kept no longer than it may be sent. */
const failed = { status: 'failed', letter: {} } as const;

/**
 * Sends a mail unless it is sent already. No transaction is open while the server is talked to: a lease keeps other runs away.
 * A crash after the server took the mail and before that is noted sends it again, with the same Message-ID.
 */
export function handleSendMail({ mailer, publicUrl }: { mailer: Mailer; publicUrl: string }): JobHandler {
  return handle(
    sendMail,
    async ({ mailId }, { ctx, lastAttempt, signal, transact }) => {
      const close = (changes: Partial<MailRow>) =>
        retryUntilNoted(signal, () => transact((db) => db.update(MailEntity, { id: mailId }, { leasedUntil: null, ...changes })));
      const mail = await transact((db) => leaseMail(db, ctx, mailId));
      if (!mail) return;

      const { id, address, locale, subject, createdAt } = mail;
      const scene = { locale, space: ctx.space, publicUrl, now: ctx.now() };
      const stored = storedLetter.safeParse(mail.letter);
      if (!stored.success)
        ctx.log.warn({ err: stored.error, mailId }, 'a release before this one queued this mail in its own form');
      const letter = stored.success ? frameLetter(stored.data, scene) : null;
      if (!letter) {
        await close(failed);
        return;
      }
      try {
        const content = { text: renderText(letter), html: renderHtml(letter, { subject, locale }) };
        await mailer.send({ id, address, locale, subject, date: createdAt, ...content });
      } catch (error) {
        if (isRefusal(error)) {
          ctx.log.warn({ err: error, mailId }, 'the mail server refuses this mail');
          await close(failed);
          return;
        }
        await close(lastAttempt ? failed : {});
        throw error;
      }
      await close({ status: 'sent', sentAt: ctx.now(), letter: {} });
    },
    {
      giveUp: ({ mailId: id }, { transact }) =>
        transact((db) => db.update(MailEntity, { id, status: 'queued' }, { ...failed, leasedUntil: null })),
    },
  );
}

async function leaseMail(db: EntityManager, ctx: Context, id: string): Promise<MailRow | null> {
  const mail = await db.findOne(MailEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (mail?.status !== 'queued') return null;
  const now = ctx.now();
  // Thrown and not passed over: if the other run crashes, an attempt must be left.
  if (mail.leasedUntil && mail.leasedUntil > now) throw new Error(`mail ${id} is in the hands of another run`);
  const leasedUntil = new Date(now.getTime() + leaseMs);
  await db.update(MailEntity, { id }, { attempts: mail.attempts + 1, leasedUntil });
  return mail;
}

/**
 * A database that is away for a while must not forget what became of a mail: one that was sent would be sent again, and any other
 * would wait for the end of its lease. After the lease another run has the mail.
 */
async function retryUntilNoted(stopping: AbortSignal, note: () => Promise<unknown>): Promise<void> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(leaseMs)]);
  for (;;) {
    try {
      await note();
      return;
    } catch (error) {
      if (signal.aborted) throw error;
      await delay(noteRetryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
