import type { JobRun } from '@lyceum/common/jobs';
import type { LiveLogs } from '@lyceum/common/live-log';
import type { MessageRow } from '../../conversing/message/message.entity.ts';
import { abandonAnswers, openAnswerLog } from '../answer-log/answer-log.ts';
import { endAnswer, silencedEnd } from './end-answer.ts';

/** Marks an answer as broken off, with what is there of it unless a quiz has begun, and ends a writer that may still be there. */
export async function interruptAnswer(
  logs: LiveLogs,
  { ctx, transact }: Pick<JobRun, 'ctx' | 'transact'>,
  answer: MessageRow,
  { isQuizOpen = false }: { readonly isQuizOpen?: boolean } = {},
): Promise<void> {
  const { text, citations } = await openAnswerLog(logs, ctx.space, answer).readSoFar();
  const end = isQuizOpen ? silencedEnd : ({ status: 'interrupted', text: text.trim(), citations } as const);
  const isEnded = await transact((db) => endAnswer(db, ctx, answer, end));
  if (isEnded) await abandonAnswers(logs, ctx.space, [answer]);
}
