import { hintLadderFeature } from './hint-ladder/hint-ladder.feature.ts';
import { practiceQuestionFeature } from './practice-question/practice-question.feature.ts';
import { practiceQuizFeature } from './practice-quiz/practice-quiz.feature.ts';
import { questionMakingFeature } from './question-making/question-making.feature.ts';

export const practisingFeatures = [hintLadderFeature, practiceQuizFeature, practiceQuestionFeature, questionMakingFeature];
