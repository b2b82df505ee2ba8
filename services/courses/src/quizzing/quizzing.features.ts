import { quizFeature } from './quiz/quiz.feature.ts';
import { quizAllowanceFeature } from './quiz-allowance/quiz-allowance.feature.ts';
import { quizExceptionFeature } from './quiz-exception/quiz-exception.feature.ts';
import { regradeFeature } from './regrade/regrade.feature.ts';
import { regradingFeature } from './regrading/regrading.feature.ts';

/** Attempts at quizzes, and what becomes of them. */
export const quizzingFeatures = [quizAllowanceFeature, regradeFeature, quizFeature, quizExceptionFeature, regradingFeature];
