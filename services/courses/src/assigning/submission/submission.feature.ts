import { defineFeature } from '@lyceum/common/service';
import { CreateSubmissions1796014188276 } from '../../migrations/1796014188276-create-submissions.ts';
import { DeadlineExtensionEntity } from './deadline-extension.entity.ts';
import { SubmissionEntity } from './submission.entity.ts';
import { SubmissionFileEntity } from './submission-file.entity.ts';

export const submissionFeature = defineFeature({
  migrations: [CreateSubmissions1796014188276],
  entities: [SubmissionEntity, SubmissionFileEntity, DeadlineExtensionEntity],
});
