import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, text, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { citation } from './citation.ts';
import { conversationId, conversationNotFound, topicRefusals } from './conversation.ts';
import { guardRefusals, quizOpen } from './refusal.ts';

export const practiceQuizNotFound = defineProblem('practice_quiz.not_found', 404, {
  en: 'There is no such practice quiz',
  ru: 'Такой тренировки нет',
});
export const practiceQuizPending = defineProblem('practice_quiz.pending', 409, {
  en: 'Another practice quiz of the conversation is being made',
  ru: 'В этой беседе уже готовится тренировка',
});
export const practiceQuizWithoutLesson = defineProblem('practice_quiz.without_lesson', 422, {
  en: 'Say which lesson to make the questions from',
  ru: 'Укажите урок, по которому составить вопросы',
});
export const tooManyPracticeQuizzes = defineProblem('practice_quiz.too_many', 409, {
  en: 'There are too many practice quizzes in the conversation: begin another conversation',
  ru: 'В беседе слишком много тренировок: начните новую беседу',
});
export const practiceQuestionNotFound = defineProblem('practice_question.not_found', 404, {
  en: 'There is no such practice question',
  ru: 'Такого вопроса тренировки нет',
});
export const practiceQuestionAnswered = defineProblem('practice_question.answered', 409, {
  en: 'The question has been answered',
  ru: 'На этот вопрос уже ответили',
});
export const practiceAnswerUnfit = defineProblem('practice_question.answer_unfit', 422, {
  en: 'A choice is answered by the number of an option, a gap by its word',
  ru: 'На вопрос с вариантами отвечают номером варианта, на вопрос с пропуском словом',
});

export const practiceKinds = ['choice', 'gap', 'mixed'] as const;

export type PracticeKind = (typeof practiceKinds)[number];

export const practiceFailures = ['too-little-text', 'lesson-closed', 'quiz-open', 'interrupted'] as const;

export type PracticeFailure = (typeof practiceFailures)[number];

const givenAnswer = z.union([
  z.strictObject({ option: z.int().min(0).max(3).describe('Number of the option, from 0') }),
  z.strictObject({ text: text(1, 200).describe('The word that is missing') }),
]);

export const practiceAnswer = z
  .object({
    option: z.int().nullable().describe('What was chosen, from 0; null of a gap'),
    text: z.string().nullable().describe('What was written; null of a choice'),
    right: z.boolean().describe('Whether it is right'),
    rightOption: z.int().nullable().describe('What is right, from 0; null of a gap'),
    rightText: z.string().describe('What is right, in words'),
    citation: citation.describe('Where the lesson says so'),
    answeredAt: timestamp.describe('When it was answered'),
  })
  .meta({ id: 'PracticeAnswer', description: 'An answer to a practice question, and what is right' });

export const practiceQuestion = z
  .object({
    id: id.describe('Id of the question'),
    quizId: id.describe('Id of the quiz'),
    kind: z.enum(['choice', 'gap']).describe('`choice` wants one of the options, `gap` the missing word'),
    text: z.string().describe('The question, in plain text; `____` stands where a word is missing'),
    options: z.array(z.string()).describe('To choose from; empty of a gap'),
    model: z.string().nullable().describe('Which model has written it; null without a model'),
    answer: practiceAnswer.nullable().describe('Null until it is answered: before, nothing says what is right'),
  })
  .meta({ id: 'PracticeQuestion', description: 'A question made from a lesson and checked against its text' });

export type PracticeQuestion = z.output<typeof practiceQuestion>;

const quizShape = {
  id: id.describe('Id of the quiz'),
  conversationId: id.describe('Id of the conversation'),
  lessonId: id.describe('Lesson it is made from'),
  kind: z.enum(practiceKinds).describe('What was asked for'),
  count: z.int().describe('How many questions were asked for'),
  status: z.enum(['making', 'ready', 'failed']).describe('`making` until its questions are there'),
  failure: z.enum(practiceFailures).nullable().describe('Why there are none; null when there are, or will be'),
  notice: z.string().nullable().describe('The same for people, in the language of the caller'),
  made: z.int().describe('How many questions it has: fewer than were asked for when the lesson gives no more'),
  answered: z.int().describe('How many of them are answered'),
  right: z.int().describe('How many of them are answered right'),
  createdAt: timestamp.describe('When it was asked for'),
};

export const practiceResult = z.object(quizShape).meta({ id: 'PracticeResult', description: 'How a practice quiz went so far' });

export const practiceQuiz = z
  .object({ ...quizShape, questions: z.array(practiceQuestion).describe('In the order they are asked') })
  .meta({ id: 'PracticeQuiz', description: 'Questions to practise with; nobody grades them' });

const quizId = z.strictObject({ quizId: id.describe('Id of the quiz') });
const questionId = z.strictObject({ questionId: id.describe('Id of the question') });

export const startPracticeQuiz = defineEndpoint(
  'startPracticeQuiz',
  'POST /chat/conversations/:conversationId/practice-quizzes',
  {
    summary: 'Have questions made from a lesson that is open, to practise with; they are made meanwhile',
    params: conversationId,
    body: z.strictObject({
      count: z.int().min(1).max(10).default(5).describe('How many questions'),
      kind: z.enum(practiceKinds).default('mixed').describe('With options, with a word left out, or both'),
      lessonId: id.nullable().default(null).describe('Lesson of the course; null for that of the conversation'),
    }),
    response: practiceResult,
    status: 202,
    errors: [
      conversationNotFound,
      practiceQuizWithoutLesson,
      practiceQuizPending,
      tooManyPracticeQuizzes,
      ...topicRefusals,
      quizOpen,
      ...guardRefusals,
    ],
    idempotent: true,
  },
);

export const listPracticeQuizzes = defineEndpoint(
  'listPracticeQuizzes',
  'GET /chat/conversations/:conversationId/practice-quizzes',
  {
    summary: 'How the practice quizzes of a conversation went, the newest first',
    params: conversationId,
    query: pageQuery,
    response: page(practiceResult),
    errors: [conversationNotFound],
  },
);

export const getPracticeQuiz = defineEndpoint('getPracticeQuiz', 'GET /chat/practice-quizzes/:quizId', {
  summary: 'A practice quiz, while its lesson is open; what is right is shown only of questions that are answered',
  params: quizId,
  response: practiceQuiz,
  errors: [practiceQuizNotFound, ...topicRefusals, quizOpen],
});

export const answerPracticeQuestion = defineEndpoint(
  'answerPracticeQuestion',
  'POST /chat/practice-questions/:questionId/answer',
  {
    summary: 'Answer a practice question, once',
    params: questionId,
    body: givenAnswer,
    response: practiceQuestion,
    errors: [practiceQuestionNotFound, practiceQuestionAnswered, practiceAnswerUnfit, ...topicRefusals, quizOpen],
  },
);
