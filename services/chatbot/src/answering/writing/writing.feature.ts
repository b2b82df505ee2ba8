import { defineFeature } from '@lyceum/common/service';
import { answerQuestionJob } from './answer-question.job.ts';
import type { WriterNeeds } from './write-answer.ts';

export const writingFeature = defineFeature({
  mount: (needs: WriterNeeds) => ({ jobs: [answerQuestionJob(needs)] }),
});
