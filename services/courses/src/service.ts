import { defineService } from '@lyceum/common/service';
import { badgeFeature } from './badge/badge.feature.ts';
import { bankFeature } from './bank/bank.feature.ts';
import { categoryFeature } from './category/category.feature.ts';
import { cloningFeature } from './cloning/cloning.feature.ts';
import { certificateFeature } from './certificate/certificate.feature.ts';
import { certificateCheckFeature } from './certificate-check/certificate-check.feature.ts';
import { certificateTemplateFeature } from './certificate-template/certificate-template.feature.ts';
import { cohortFeature } from './cohort/cohort.feature.ts';
import { coursesConfig } from './config.ts';
import { contentFeature } from './content/content.feature.ts';
import { courseFeature } from './course/course.feature.ts';
import { createShared } from './create-shared.ts';
import { enrolmentFeature } from './enrolment/enrolment.feature.ts';
import { enrolmentCodeFeature } from './enrolment-code/enrolment-code.feature.ts';
import { invitationFeature } from './invitation/invitation.feature.ts';
import { lessonFeature } from './lesson/lesson.feature.ts';
import { personFeature } from './person/person.feature.ts';
import { progressFeature } from './progress/progress.feature.ts';
import { publishingFeature } from './publishing/publishing.feature.ts';
import { quizFeature } from './quiz/quiz.feature.ts';
import { revisionFeature } from './revision/revision.feature.ts';
import { skeletonFeature } from './skeleton/skeleton.feature.ts';
import { studyFeature } from './study/study.feature.ts';

export const courses = defineService({
  name: 'courses',
  config: coursesConfig,
  share: createShared,
  features: [
    personFeature,
    categoryFeature,
    courseFeature,
    contentFeature,
    bankFeature,
    revisionFeature,
    cohortFeature,
    enrolmentFeature,
    enrolmentCodeFeature,
    invitationFeature,
    progressFeature,
    publishingFeature,
    lessonFeature,
    studyFeature,
    quizFeature,
    cloningFeature,
    skeletonFeature,
    badgeFeature,
    certificateTemplateFeature,
    certificateFeature,
    certificateCheckFeature,
  ],
});
