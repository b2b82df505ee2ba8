import { defineFeature } from '@lyceum/common/service';
import { answerQuestionJob, type WriterNeeds } from './write-answer.ts';

export const writingFeature = defineFeature({
  mount: (needs: WriterNeeds) => ({ jobs: [answerQuestionJob(needs)] }),
});
