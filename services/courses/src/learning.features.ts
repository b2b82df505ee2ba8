import { achievementFeature } from './achievement/achievement.feature.ts';
import { awardFeature } from './award/award.feature.ts';
import { cohortFeature } from './cohort/cohort.feature.ts';
import { enrolmentFeature } from './enrolment/enrolment.feature.ts';
import { enrolmentCodeFeature } from './enrolment-code/enrolment-code.feature.ts';
import { invitationFeature } from './invitation/invitation.feature.ts';
import { leaderboardFeature } from './leaderboard/leaderboard.feature.ts';
import { lessonFeature } from './lesson/lesson.feature.ts';
import { personFeature } from './person/person.feature.ts';
import { progressFeature } from './progress/progress.feature.ts';
import { purchaseFeature } from './purchase/purchase.feature.ts';
import { quizFeature } from './quiz/quiz.feature.ts';
import { quizAllowanceFeature } from './quiz-allowance/quiz-allowance.feature.ts';
import { quizExceptionFeature } from './quiz-exception/quiz-exception.feature.ts';
import { regradeFeature } from './regrade/regrade.feature.ts';
import { regradingFeature } from './regrading/regrading.feature.ts';
import { scormFeature } from './scorm/scorm.feature.ts';
import { scormPackageFeature } from './scorm-package/scorm-package.feature.ts';
import { studyFeature } from './study/study.feature.ts';

/** Who learns, what is open to them and what they have done. */
export const learningFeatures = [
  personFeature,
  cohortFeature,
  enrolmentFeature,
  enrolmentCodeFeature,
  invitationFeature,
  purchaseFeature,
  progressFeature,
  lessonFeature,
  studyFeature,
  quizAllowanceFeature,
  regradeFeature,
  quizFeature,
  quizExceptionFeature,
  regradingFeature,
  scormPackageFeature,
  scormFeature,
  achievementFeature,
  leaderboardFeature,
  awardFeature,
];
