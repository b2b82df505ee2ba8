import { defineFeature } from '@lyceum/common/service';
import { AddQuizExceptions1796045206160 } from '../../migrations/1796045206160-add-quiz-exceptions.ts';
import { QuizExceptionEntity } from './quiz-exception.entity.ts';

export const quizAllowanceFeature = defineFeature({
  migrations: [AddQuizExceptions1796045206160],
  entities: [QuizExceptionEntity],
});
