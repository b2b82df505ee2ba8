import { z } from 'zod';
import { defineEndpoint, defineStream } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, locale, text, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { citation, passagePlace } from './citation.ts';
import { conversationId, conversationNotFound, topicRefusals } from './conversation.ts';
import { questionRefusals } from './refusal.ts';

export const messageNotFound = defineProblem('tutor_message.not_found', 404, {
  en: 'There is no such message',
  ru: 'Такого сообщения нет',
});
export const answerPending = defineProblem('tutor_message.answer_pending', 409, {
  en: 'The tutor is still answering the question before',
  ru: 'Репетитор ещё отвечает на предыдущий вопрос',
});
export const answerNotLast = defineProblem('tutor_message.not_last', 409, {
  en: 'Only the last answer of a conversation can be written anew',
  ru: 'Заново написать можно только последний ответ в беседе',
});
export const passageNotFound = defineProblem('passage.not_found', 404, {
  en: 'There is no such passage',
  ru: 'Такого фрагмента нет',
});

/** What the tutor is asked to do with the lesson. `hint` and `check` come from ladders of hints alone. */
export const answerModes = ['explain', 'summarise', 'translate', 'socratic', 'hint'] as const;

export type AnswerMode = (typeof answerModes)[number];

/** `queued` and `writing` go on; the others are final. */
export const messageStatuses = ['queued', 'writing', 'finished', 'stopped', 'interrupted', 'failed'] as const;

export type MessageStatus = (typeof messageStatuses)[number];

/** What a finished answer is. */
export const answerOutcomes = ['answered', 'search-result', 'not-found', 'unconfirmed', 'declined', 'small-talk'] as const;

export type AnswerOutcome = (typeof answerOutcomes)[number];

export const answerFailures = [
  'models-unavailable',
  'budget-exhausted',
  'stalled',
  'repeating',
  'lesson-closed',
  'quiz-open',
] as const;

export type AnswerFailureCode = (typeof answerFailures)[number];

export const feedbackReasons = ['wrong', 'not-in-the-lesson', 'unclear', 'too-long', 'unkind', 'other'] as const;

export const feedback = z
  .strictObject({
    rating: z.enum(['up', 'down']).describe('Whether it helped'),
    reason: z.enum(feedbackReasons).nullable().default(null).describe('Why it did not; null when there is nothing to say'),
    comment: text(0, 1000).default('').describe('In one’s own words; those who teach see it without a name'),
  })
  .meta({ id: 'AnswerFeedback', description: 'What its reader says of an answer' });

export const message = z
  .object({
    id: id.describe('Id of the message'),
    conversationId: id.describe('Id of the conversation'),
    author: z.enum(['learner', 'tutor', 'teacher']).describe('Who wrote it'),
    name: z.string().nullable().describe('Name of a teacher; null of the others'),
    mode: z.enum(answerModes).describe('What the tutor was asked to do'),
    text: z
      .string()
      .describe(
        'Of the tutor Markdown without HTML, pictures and links elsewhere; `$…$` and `$$…$$` are formulas, `[^1]` is the first citation. Of people what they wrote, to be shown as plain text',
      ),
    status: z.enum(messageStatuses).describe('`queued` and `writing` while the tutor has not finished'),
    outcome: z
      .enum(answerOutcomes)
      .nullable()
      .describe(
        'What an answer is: `answered` with citations, `search-result` without a model, `not-found` in the course, `unconfirmed` when no citation held, `declined` by the provider, `small-talk` a reply to a greeting or thanks; null before it is finished and of others’ messages',
      ),
    failure: z.enum(answerFailures).nullable().describe('Why it failed; null when it has not'),
    notice: z.string().nullable().describe('What to say to the reader beside it, in their language; null when there is nothing'),
    withheld: z
      .boolean()
      .describe(
        'Whether its text and citations are kept back, because a lesson it was made from is not open to the reader now, or it is being written while they take a quiz of the course',
      ),
    citations: z.array(citation).describe('Quotations that the server has found'),
    droppedCitations: z.int().describe('How many citations of the model it has not found'),
    searchedFor: z.array(z.string()).describe('Words that were looked for in place of some that were asked'),
    model: z.string().nullable().describe('Who wrote it; null without a model'),
    feedback: feedback.nullable().describe('What its reader says of it; null before they do'),
    replyTo: id.nullable().describe('Id of the question it answers; null of others’ messages'),
    createdAt: timestamp.describe('When it was asked or begun'),
    endedAt: timestamp.nullable().describe('When it was finished, stopped or given up; null before'),
  })
  .meta({ id: 'TutorMessage', description: 'A message of a conversation with the tutor' });

export type Message = z.output<typeof message>;

export const messageId = z.strictObject({ messageId: id.describe('Id of the message') });

/** Characters of a question. */
export const maxQuestion = 4000;

export const askTutor = defineEndpoint('askTutor', 'POST /chat/conversations/:conversationId/messages', {
  summary: 'Ask the tutor; the answer is written meanwhile and read from its event stream or by polling',
  params: conversationId,
  body: z.strictObject({
    text: text(0, maxQuestion).describe('The question; may be empty where the mode says all'),
    mode: z.enum(['explain', 'summarise', 'translate', 'socratic']).default('explain').describe('What to do'),
    passageId: id.nullable().default(null).describe('Passage it is about; null when it is about none'),
    quote: text(0, 2000).default('').describe('Words of the lesson it is about; the server looks for them there'),
    language: locale.nullable().default(null).describe('Of a translation, into which language; null for that of the caller'),
  }),
  response: z.object({ question: message, answer: message }),
  status: 202,
  errors: [conversationNotFound, passageNotFound, answerPending, ...topicRefusals, ...questionRefusals],
  idempotent: true,
});

export const listMessages = defineEndpoint('listMessages', 'GET /chat/conversations/:conversationId/messages', {
  summary: 'Messages of a conversation, the newest first',
  params: conversationId,
  query: pageQuery,
  response: page(message),
  errors: [conversationNotFound],
});

export const getMessage = defineEndpoint('getMessage', 'GET /chat/messages/:messageId', {
  summary: 'A message as far as it is written: for clients that poll',
  params: messageId,
  response: message,
  errors: [messageNotFound],
});

export const streamAnswer = defineStream('streamAnswer', 'GET /chat/messages/:messageId/events', {
  summary: 'An answer as it is written',
  description:
    'A client that connects again with `Last-Event-ID` gets what it has not had; without it, the answer from its beginning. The last event has the whole answer; after it the stream ends.',
  params: messageId,
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('text').describe('The text goes on'), text: z.string().describe('What to append') }),
    z.object({ type: z.literal('citation').describe('A citation whose mark is in the text'), citation }),
    z.object({ type: z.literal('end').describe('The answer is final'), message }),
  ]),
  errors: [messageNotFound],
});

export const stopAnswer = defineEndpoint('stopAnswer', 'POST /chat/messages/:messageId/stop', {
  summary: 'Stop an answer that is being written; what is there stays. Of one that is final nothing changes',
  params: messageId,
  response: message,
  errors: [messageNotFound],
});

export const regenerateAnswer = defineEndpoint('regenerateAnswer', 'POST /chat/messages/:messageId/regenerate', {
  summary: 'Have the last answer of a conversation written anew, in its place',
  params: messageId,
  response: message,
  status: 202,
  errors: [messageNotFound, answerPending, answerNotLast, ...topicRefusals, ...questionRefusals],
  idempotent: true,
});

export const putFeedback = defineEndpoint('putFeedback', 'PUT /chat/messages/:messageId/feedback', {
  summary: 'Say whether an answer helped',
  params: messageId,
  body: feedback,
  response: message,
  errors: [messageNotFound],
});

export const getPassage = defineEndpoint('getPassage', 'GET /chat/passages/:passageId', {
  summary: 'A passage that was cited, while its lesson is open to the caller',
  params: z.strictObject({ passageId: id.describe('Id of the passage') }),
  response: z
    .object({
      id: id.describe('Id of the passage'),
      place: passagePlace,
      text: z.string().describe('Its words'),
      cues: z
        .array(
          z.object({
            offset: z.int().describe('Character of the text at which it begins'),
            from: z.number().describe('Second of the video'),
            to: z.number().describe('Second of the video'),
          }),
        )
        .nullable()
        .describe('Of a video, when its words are said; null of a text'),
    })
    .meta({ id: 'Passage', description: 'A passage of a lesson or of a help article' }),
  errors: [passageNotFound, ...topicRefusals],
});
