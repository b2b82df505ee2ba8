import { extensionFeature } from './extension/extension.feature.ts';
import { gradebookFeature } from './gradebook/gradebook.feature.ts';
import { gradingFeature } from './grading/grading.feature.ts';
import { handingInFeature } from './handing-in/handing-in.feature.ts';
import { peerReviewFeature } from './peer-review/peer-review.feature.ts';
import { peerReviewingFeature } from './peer-reviewing/peer-reviewing.feature.ts';
import { submissionFeature } from './submission/submission.feature.ts';
import { submissionFileFeature } from './submission-file/submission-file.feature.ts';

/** Work that learners hand in, and that teachers grade and other learners review. */
export const assigningFeatures = [
  submissionFeature,
  submissionFileFeature,
  peerReviewFeature,
  handingInFeature,
  gradingFeature,
  extensionFeature,
  peerReviewingFeature,
  gradebookFeature,
];
