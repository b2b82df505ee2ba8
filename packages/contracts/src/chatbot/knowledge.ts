import { z } from 'zod';
import { courseNotFound } from '../courses/course.ts';
import { lessonTypes } from '../courses/lesson-content.ts';
import { defineEndpoint } from '../define/endpoint.ts';
import { id, timestamp } from '../shared/fields.ts';

const lessonKnowledge = z
  .object({
    lessonId: id.describe('Id of the lesson'),
    title: z.string().describe('Its title'),
    moduleTitle: z.string().describe('Title of its module'),
    type: z.enum(lessonTypes).describe('What it is'),
    indexedAt: timestamp
      .nullable()
      .describe('When its published version was read; null until then: one that stays so could not be read'),
    passages: z.int().describe('How many passages it is searched by; 0 when it has no words, such as a video without captions'),
    captions: z.int().describe('How many of them are from captions of its video'),
    vectors: z.int().describe('How many of them are also found by meaning; 0 without a model for that'),
  })
  .meta({ id: 'LessonKnowledge', description: 'What the tutor knows of a lesson' });

export const getCourseKnowledge = defineEndpoint('getCourseKnowledge', 'GET /chat/courses/:courseId/knowledge', {
  summary: 'What the tutor knows of each published lesson, for those who teach the course',
  params: z.strictObject({ courseId: id.describe('Id of the course') }),
  response: z
    .object({ lessons: z.array(lessonKnowledge).describe('In the order of the course') })
    .meta({ id: 'CourseKnowledge', description: 'What the tutor knows of a course' }),
  errors: [courseNotFound],
});
