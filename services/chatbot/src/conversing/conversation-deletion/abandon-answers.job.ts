import { defineJob, handle } from '@lyceum/common/jobs';
import type { LiveLogs } from '@lyceum/common/live-log';
import { z } from 'zod';
import { abandonAnswers } from '../../answering/answer-log/answer-log.ts';

/** Stops the model calls of answers that were deleted while they were written. A repeat finds nobody who writes them. */
export const abandonDeletedAnswers = defineJob(
  'chatbot.abandon-answers',
  z.object({ answers: z.array(z.object({ id: z.uuid(), request: z.object({ draft: z.int() }).nullable() })) }),
  { attempts: 5, backoffMs: 500 },
);

export const abandonAnswersJob = (logs: LiveLogs) =>
  handle(abandonDeletedAnswers, ({ answers }, { ctx }) => abandonAnswers(logs, ctx.space, answers));
