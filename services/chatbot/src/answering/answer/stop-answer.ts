import type { Context } from '@lyceum/common/context';
import type { Database } from '@lyceum/common/database';
import type { LiveLogs } from '@lyceum/common/live-log';
import type { Openness } from '../../conversing/message/find-open-lessons.ts';
import type { MessageRow } from '../../conversing/message/message.entity.ts';
import { abandonAnswers, openAnswerLog } from '../answer-log/answer-log.ts';
import { endAnswer, silencedEnd } from '../writing/end-answer.ts';

/** Stops an answer that is queued or written; what is there of it stays, unless a quiz of the course has begun meanwhile. */
export async function stopAnswer(
  { database, logs }: { database: Database; logs: LiveLogs },
  ctx: Context,
  answer: MessageRow,
  findNow: () => Promise<Openness>,
): Promise<void> {
  const log = openAnswerLog(logs, ctx.space, answer);
  // Whoever writes it stops even while courses does not answer.
  await log.requestStop();
  const { isQuizOpen } = await findNow();
  const { text, citations } = await log.readSoFar();
  const end = isQuizOpen ? silencedEnd : { status: 'stopped' as const, text: text.trim(), citations };
  const isStopped = await database.transact(ctx, (db) => endAnswer(db, ctx, answer, end));
  if (isStopped) await abandonAnswers(logs, ctx.space, [answer]);
}
