import { defineJob, handle, type JobHandler, type Schedule } from '@lyceum/common/jobs';
import type { LiveLogs } from '@lyceum/common/live-log';
import { In } from 'typeorm';
import { z } from 'zod';
import { MessageEntity } from '../../conversing/message/message.entity.ts';
import { openAnswerLog } from '../answer-log/answer-log.ts';
import { interruptAnswer } from './interrupt-answer.ts';

export const endLostAnswers = defineJob('chatbot.end-lost-answers', z.object({}), { attempts: 1, backoffMs: 10_000 });

export const endLostAnswersSchedule: Schedule = { job: endLostAnswers, everySeconds: 60 };

/** An answer that is not begun after so long has lost its job, or its reader. */
const patienceMs = 10 * 60_000;
const maxAnswers = 500;

/** Ends what nobody writes and nobody reads: it would keep its conversation from going on. */
export const endLostAnswersJob = (logs: LiveLogs): JobHandler =>
  handle(endLostAnswers, (_, { inEachSpace }) =>
    inEachSpace(MessageEntity, async (run) => {
      const { ctx, read } = run;
      const pending = await read((db) =>
        db.find(MessageEntity, { where: { status: In(['queued', 'writing']) }, take: maxAnswers }),
      );
      for (const answer of pending) {
        const queuedAt = new Date(answer.request?.queuedAt ?? answer.createdAt);
        const isLost =
          answer.status === 'queued'
            ? ctx.now().getTime() - queuedAt.getTime() > patienceMs
            : !(await openAnswerLog(logs, ctx.space, answer).isAlive());
        if (isLost) await interruptAnswer(logs, run, answer);
      }
    }),
  );
