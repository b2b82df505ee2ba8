import { defineJob } from '@lyceum/common/jobs';
import { z } from 'zod';

/** Writes an answer that is queued. It is never begun twice: what a process left half written is marked as interrupted. */
export const answerQuestion = defineJob('chatbot.answer-question', z.object({ messageId: z.uuid() }), {
  attempts: 3,
  backoffMs: 1000,
  places: { perProcess: 400, perPerson: 3 },
});
