import type { Context } from '@lyceum/common/context';
import type { Database } from '@lyceum/common/database';
import type { LiveLogs } from '@lyceum/common/live-log';
import type { MessageRow } from '../../conversing/message/message.entity.ts';
import { abandonAnswers, openAnswerLog } from '../answer-log/answer-log.ts';
import { endAnswer } from '../writing/end-answer.ts';

/** Stops an answer that is queued or written; what is there of it stays. */
export async function stopAnswer(
  { database, logs }: { database: Database; logs: LiveLogs },
  ctx: Context,
  answer: MessageRow,
): Promise<void> {
  const log = openAnswerLog(logs, ctx.space, answer);
  const { text, citations } = await log.readSoFar();
  const isStopped = await database.transact(ctx, (db) =>
    endAnswer(db, ctx, answer, { status: 'stopped', text: text.trim(), citations }),
  );
  if (isStopped) await abandonAnswers(logs, ctx.space, [answer]);
}
