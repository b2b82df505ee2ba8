import { z } from 'zod';
import { defineProblem } from '../define/problem.ts';
import { id, timestamp } from '../shared/fields.ts';
import { completionRule } from './lesson-content.ts';

export const lessonLocked = defineProblem('lesson.locked', 403, {
  en: 'The lesson is not open to you',
  ru: 'Урок для вас пока закрыт',
});

const message = { message: z.string().describe('The reason and what to do, in the language of the caller') };
const moment = timestamp.describe('When');

/** Why somebody may not open a lesson: the first reason that holds, by `code`. */
export const lessonLock = z
  .discriminatedUnion('code', [
    z.object({ ...message, code: z.literal('not-enrolled') }),
    z.object({ ...message, code: z.literal('enrolment-ended') }),
    z.object({ ...message, code: z.literal('enrolment-expired'), at: moment }),
    z.object({ ...message, code: z.literal('cohort-not-started'), at: moment }),
    z.object({ ...message, code: z.literal('cohort-ended'), at: moment }),
    z.object({
      ...message,
      code: z.literal('prerequisite'),
      courseId: id.describe('Id of the course to finish before'),
      title: z.string().describe('Its title'),
    }),
    z.object({ ...message, code: z.literal('opens-later'), at: moment }),
    z.object({
      ...message,
      code: z.literal('lesson-unfinished'),
      lessonId: id.describe('Id of the lesson to finish before'),
      title: z.string().describe('Its title'),
      completion: completionRule.describe('What finishing it takes'),
    }),
  ])
  .meta({ id: 'LessonLock', description: 'Why a lesson is not open' });

export type LessonLock = z.output<typeof lessonLock>;
