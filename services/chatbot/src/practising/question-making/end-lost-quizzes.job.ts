import { defineJob, handle, type JobHandler, type Schedule } from '@lyceum/common/jobs';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import { PracticeQuizEntity } from '../practice-quiz/practice-quiz.entity.ts';

export const endLostQuizzes = defineJob('chatbot.end-lost-quizzes', z.object({}), { attempts: 1, backoffMs: 10_000 });

export const endLostQuizzesSchedule: Schedule = { job: endLostQuizzes, everySeconds: 60 };

/** A quiz that is not made after so long has lost its job, or its learner. */
const patienceMs = 10 * 60_000;

/** Ends what nobody makes: it would keep its conversation from another quiz. */
export const endLostQuizzesJob: JobHandler = handle(endLostQuizzes, (_, { inEachSpace }) =>
  inEachSpace(PracticeQuizEntity, async ({ ctx, transact }) => {
    const lost = { status: 'making' as const, createdAt: LessThan(new Date(ctx.now().getTime() - patienceMs)) };
    await transact((db) => db.update(PracticeQuizEntity, lost, { status: 'failed', failure: 'interrupted' }));
  }),
);
