import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, text, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { conversationId, conversationNotFound, topicRefusals } from './conversation.ts';
import { answerPending, message } from './message.ts';
import { guardRefusals, quizOpen } from './refusal.ts';

export const hintLadderNotFound = defineProblem('hint_ladder.not_found', 404, {
  en: 'There is no such ladder of hints',
  ru: 'Такой лесенки подсказок нет',
});
export const hintLadderAlreadyOpen = defineProblem('hint_ladder.already_open', 409, {
  en: 'The conversation has an open ladder of hints: end it first',
  ru: 'В беседе уже открыта лесенка подсказок: сначала закончите её',
});
export const hintLadderWithoutCourse = defineProblem('hint_ladder.without_course', 422, {
  en: 'Hints are given in a conversation about a lesson or a course',
  ru: 'Подсказки дают в беседе об уроке или курсе',
});
export const tooManyHintLadders = defineProblem('hint_ladder.too_many', 409, {
  en: 'There are too many ladders of hints in the conversation: begin another conversation',
  ru: 'В беседе слишком много лесенок подсказок: начните новую беседу',
});
export const hintLadderEnded = defineProblem('hint_ladder.ended', 409, {
  en: 'The ladder of hints has ended',
  ru: 'Лесенка подсказок закончена',
});
export const hintLadderAtTop = defineProblem('hint_ladder.at_top', 409, {
  en: 'There is no further hint: the worked example was the last one',
  ru: 'Подсказок больше нет: последней был разобранный пример',
});
export const attemptNeeded = defineProblem('hint_ladder.attempt_needed', 409, {
  en: 'Write first what you have tried since the last hint',
  ru: 'Сначала напишите, что вы попробовали после последней подсказки',
});
export const noAttempt = defineProblem('hint_ladder.no_attempt', 422, {
  en: 'This is not an attempt yet',
  ru: 'Это ещё не попытка',
});
export const tooManyAttempts = defineProblem('hint_ladder.too_many_attempts', 409, {
  en: 'There are too many attempts at this task: ask for the next hint or end the ladder',
  ru: 'Попыток решить задачу слишком много: попросите следующую подсказку или закончите лесенку',
});

/** The last rung is the worked example. */
export const lastRung = 4;

export const hintLadder = z
  .object({
    id: id.describe('Id of the ladder'),
    conversationId: id.describe('Id of the conversation its hints are written into'),
    task: z.string().describe('What the learner works on'),
    rung: z.int().min(0).max(lastRung).describe('Number of the last hint, 4 of the worked example; 0 before the first'),
    attempts: z.int().describe('How many attempts were made'),
    nextRung: z.int().nullable().describe('Number of the hint that comes next; null when there is none'),
    attemptNeeded: z.boolean().describe('Whether the next hint wants an attempt before'),
    status: z.enum(['open', 'solved', 'ended']).describe('`solved` when the learner said so, `ended` when they gave it up'),
    createdAt: timestamp.describe('When it was begun'),
  })
  .meta({ id: 'HintLadder', description: 'Hints to one task, each after an attempt' });

export type HintLadder = z.output<typeof hintLadder>;

const ladderId = z.strictObject({ ladderId: id.describe('Id of the ladder') });

export const startHintLadder = defineEndpoint('startHintLadder', 'POST /chat/conversations/:conversationId/hint-ladders', {
  summary: 'Begin a ladder of hints to a task; a conversation has one open at a time',
  params: conversationId,
  body: z.strictObject({ task: text(1, 4000).describe('The task, in the words of the learner or of the lesson') }),
  response: hintLadder,
  status: 201,
  errors: [
    conversationNotFound,
    hintLadderWithoutCourse,
    hintLadderAlreadyOpen,
    tooManyHintLadders,
    ...topicRefusals,
    quizOpen,
    ...guardRefusals,
  ],
  idempotent: true,
});

export const listHintLadders = defineEndpoint('listHintLadders', 'GET /chat/conversations/:conversationId/hint-ladders', {
  summary: 'Ladders of hints of a conversation, the newest first',
  params: conversationId,
  query: pageQuery,
  response: page(hintLadder),
  errors: [conversationNotFound],
});

export const getHintLadder = defineEndpoint('getHintLadder', 'GET /chat/hint-ladders/:ladderId', {
  summary: 'A ladder of hints',
  params: ladderId,
  response: hintLadder,
  errors: [hintLadderNotFound],
});

export const takeHint = defineEndpoint('takeHint', 'POST /chat/hint-ladders/:ladderId/hints', {
  summary: 'Ask for the next hint: the first at once, each other one after an attempt; it is written meanwhile, as an answer is',
  params: ladderId,
  response: z.object({ ladder: hintLadder, question: message, answer: message }),
  status: 202,
  errors: [
    hintLadderNotFound,
    hintLadderEnded,
    hintLadderAtTop,
    attemptNeeded,
    answerPending,
    ...topicRefusals,
    quizOpen,
    ...guardRefusals,
  ],
  idempotent: true,
});

export const addAttempt = defineEndpoint('addAttempt', 'POST /chat/hint-ladders/:ladderId/attempts', {
  summary: 'Say what one has tried; `reason.code` says why a text is no attempt',
  params: ladderId,
  body: z.strictObject({ text: text(1, 4000).describe('What was tried: words, a formula, code or a result') }),
  response: hintLadder,
  status: 201,
  errors: [hintLadderNotFound, hintLadderEnded, noAttempt, tooManyAttempts, ...topicRefusals, quizOpen],
  idempotent: true,
});

export const endHintLadder = defineEndpoint('endHintLadder', 'POST /chat/hint-ladders/:ladderId/end', {
  summary: 'End a ladder of hints; of one that has ended nothing changes',
  params: ladderId,
  body: z.strictObject({ solved: z.boolean().default(false).describe('Whether the task is solved') }),
  response: hintLadder,
  errors: [hintLadderNotFound],
});
