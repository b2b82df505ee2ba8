import { defineJob } from '@lyceum/common/jobs';
import { z } from 'zod';

/** Makes the questions of a quiz that is queued. */
export const makePracticeQuiz = defineJob('chatbot.make-practice-quiz', z.object({ quizId: z.uuid() }), {
  attempts: 3,
  backoffMs: 2_000,
  places: { perProcess: 50, perPerson: 1 },
});
