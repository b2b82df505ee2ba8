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
    z.object({ ...message, code: z.literal('not-enrolled').describe('One is not in the course') }),
    z.object({ ...message, code: z.literal('enrolment-ended').describe('A teacher or oneself has ended it') }),
    z.object({ ...message, code: z.literal('enrolment-expired').describe('Its time is over'), at: moment }),
    z.object({ ...message, code: z.literal('cohort-not-started').describe('The cohort has not begun'), at: moment }),
    z.object({ ...message, code: z.literal('cohort-ended').describe('The cohort is over'), at: moment }),
    z.object({
      ...message,
      code: z.literal('prerequisite').describe('Another course comes before'),
      courseId: id.describe('Id of the course to finish before'),
      title: z.string().describe('Its title'),
    }),
    z.object({ ...message, code: z.literal('opens-later').describe('It is put off'), at: moment }),
    z.object({
      ...message,
      code: z.literal('lesson-unfinished').describe('Another lesson comes before'),
      lessonId: id.describe('Id of the lesson to finish before'),
      title: z.string().describe('Its title'),
      completion: completionRule.describe('What finishing it takes'),
    }),
  ])
  .meta({ id: 'LessonLock', description: 'Why a lesson is not open' });

export type LessonLock = z.output<typeof lessonLock>;
