import { defineFeature } from '@lyceum/common/service';
import { CreateSubmissions1796014188276 } from '../../migrations/1796014188276-create-submissions.ts';
import { IndexLessonSubmissions1796045400803 } from '../../migrations/1796045400803-index-lesson-submissions.ts';
import { IndexWaitingSubmissions1796045626846 } from '../../migrations/1796045626846-index-waiting-submissions.ts';
import { IndexExtendedDeadlines1796045626847 } from '../../migrations/1796045626847-index-extended-deadlines.ts';
import { DeadlineExtensionEntity } from './deadline-extension.entity.ts';
import { SubmissionEntity } from './submission.entity.ts';
import { SubmissionFileEntity } from './submission-file.entity.ts';

export const submissionFeature = defineFeature({
  migrations: [
    CreateSubmissions1796014188276,
    IndexLessonSubmissions1796045400803,
    IndexWaitingSubmissions1796045626846,
    IndexExtendedDeadlines1796045626847,
  ],
  entities: [SubmissionEntity, SubmissionFileEntity, DeadlineExtensionEntity],
});
