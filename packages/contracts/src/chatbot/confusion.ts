import { z } from 'zod';
import { courseNotFound } from '../courses/course.ts';
import { lessonNotFound } from '../courses/draft.ts';
import { defineEndpoint } from '../define/endpoint.ts';
import { date, id } from '../shared/fields.ts';
import { passagePlace } from './citation.ts';

/** Nothing is shown of fewer different people, neither a cluster nor a word. */
export const minConfusedPeople = 3;

const counts = {
  questions: z.int().describe('How many questions'),
  people: z.int().describe('How many different people asked them'),
  words: z
    .array(z.object({ word: z.string().describe('The word'), people: z.int().describe('How many different people used it') }))
    .describe(`Words of the latest 100 questions that at least ${minConfusedPeople} different people used`),
};

export const confusion = z
  .object({
    from: date.describe('First day (UTC) that counts'),
    minPeople: z.int().describe('Nothing is shown of fewer different people'),
    passages: z
      .array(
        z
          .object({
            ...counts,
            place: passagePlace,
            lessonTitle: z.string().describe('Title of the lesson'),
            excerpt: z.string().describe('The beginning of the passage; empty when it is there no more'),
            down: z.int().describe('How many of the answers did not help'),
            notFound: z.int().describe('How many of the questions about it the course does not answer'),
          })
          .meta({ id: 'ConfusingPassage', description: 'A passage that people ask about' }),
      )
      .describe('Those with most people first, at most 50'),
    unanswered: z
      .array(
        z
          .object({
            ...counts,
            lessonId: id.nullable().describe('Id of the lesson it was asked in; null of the course'),
            lessonTitle: z.string().nullable().describe('Title of the lesson; null of the course'),
          })
          .meta({ id: 'UnansweredQuestions', description: 'What people ask and the course does not answer' }),
      )
      .describe('Those with most people first, at most 50'),
  })
  .meta({ id: 'Confusion', description: 'What learners of a course ask about, without names and without their texts' });

export const getConfusion = defineEndpoint('getConfusion', 'GET /chat/courses/:courseId/confusion', {
  summary: 'What learners ask about, by passage, for those who teach the course',
  description:
    'Counted are the latest 10,000 answers. One’s own questions do not count. Conversations that were deleted leave the counts.',
  params: z.strictObject({ courseId: id.describe('Id of the course') }),
  query: z.strictObject({
    lessonId: id.optional().describe('Only this lesson'),
    since: date.optional().describe('First day (UTC) that counts; 90 days ago by default'),
  }),
  response: confusion,
  errors: [courseNotFound, lessonNotFound],
});
