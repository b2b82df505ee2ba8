import { defineFeature } from '@lyceum/common/service';
import { answerQuestionJob } from './answer-question.job.ts';
import { endLostAnswersJob, endLostAnswersSchedule } from './end-lost-answers.job.ts';
import type { WriterNeeds } from './write-answer.ts';

export const writingFeature = defineFeature({
  mount: (needs: WriterNeeds) => ({
    jobs: [answerQuestionJob(needs), endLostAnswersJob(needs.logs)],
    schedules: [endLostAnswersSchedule],
  }),
});
