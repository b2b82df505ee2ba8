import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, text, timestamp, version } from '../shared/fields.ts';
import { courseId, courseNotFound } from './course.ts';
import { completionRule, lessonContent, lessonTypes, opening, shownBlock } from './lesson-content.ts';

export const moduleNotFound = defineProblem('module.not_found', 404, {
  en: 'There is no such module',
  ru: 'Такого модуля нет',
});
export const moduleNotEmpty = defineProblem('module.not_empty', 409, {
  en: 'The module has lessons: move or delete them first',
  ru: 'В модуле есть уроки: сначала перенесите или удалите их',
});
export const lessonNotFound = defineProblem('lesson.not_found', 404, {
  en: 'There is no such lesson',
  ru: 'Такого урока нет',
});
export const lessonRuleUnfit = defineProblem('lesson.rule_unfit', 422, {
  en: 'A lesson of this type is not finished by this rule',
  ru: 'Для урока этого типа такое условие завершения не подходит',
});
export const lessonVideoUnknown = defineProblem('lesson.video_unknown', 409, {
  en: 'The video is not in the library, or cannot be played yet',
  ru: 'Такого видео нет в библиотеке, или его ещё нельзя воспроизвести',
});
export const courseTooLarge = defineProblem('course.too_large', 409, {
  en: 'A course has at most 100 modules and 500 lessons',
  ru: 'В курсе не больше 100 модулей и 500 уроков',
});
export const neighbourNotFound = defineProblem('course.neighbour_not_found', 404, {
  en: 'What it should stand before is not there',
  ru: 'Нет того, перед чем это должно стоять',
});

const moduleFields = {
  title: line(1, 200).meta({ description: 'Title of the module', examples: ['Типы'] }),
  summary: text(0, 4000).describe('What the module is about'),
};

const programTopic = z
  .object({
    topicId: z.string().describe('Id of the topic in the programme'),
    hours: z.int().describe('Academic hours the programme plans for it'),
    outcomes: z.array(z.string()).describe('What its module leads to'),
  })
  .nullable()
  .describe('The topic of the programme it was made from; null when it was not');

const lessonFields = {
  title: line(1, 200).meta({ description: 'Title of the lesson', examples: ['Обобщения'] }),
  required: z.boolean().describe('Whether the course is finished only with it'),
  opening: opening.describe('When it opens, besides the order of the course'),
};

const draftLessonItem = z
  .object({
    ...lessonFields,
    id: id.describe('Id of the lesson: the same in all revisions'),
    moduleId: id.describe('Id of its module'),
    type: z.enum(lessonTypes).describe('Type of its content'),
    completion: completionRule.describe('When it counts as finished'),
    programTopic,
    version,
    updatedAt: timestamp.describe('When it was last changed'),
  })
  .meta({ id: 'DraftLessonItem', description: 'A lesson of a draft, without its content' });

export const draftLesson = draftLessonItem
  .extend({
    content: lessonContent.describe('What it is made of'),
    shown: z.array(shownBlock).describe('Its text as learners will read it'),
  })
  .meta({ id: 'DraftLesson', description: 'A lesson as its authors see it' });

export type DraftLesson = z.output<typeof draftLesson>;

const draftModule = z
  .object({
    ...moduleFields,
    id: id.describe('Id of the module: the same in all revisions'),
    lessons: z.array(draftLessonItem).describe('Its lessons in order'),
  })
  .meta({ id: 'DraftModule', description: 'A module of a draft' });

export const courseDraft = z
  .object({ modules: z.array(draftModule).describe('Modules in order') })
  .meta({ id: 'CourseDraft', description: 'What the next revision of a course will be' });

const moduleId = courseId.extend({ moduleId: id.describe('Id of the module') });
export const lessonId = courseId.extend({ lessonId: id.describe('Id of the lesson') });

export const getDraft = defineEndpoint('getDraft', 'GET /courses/:courseId/draft', {
  summary: 'Modules and lessons as their authors left them, without contents',
  params: courseId,
  response: courseDraft,
  errors: [courseNotFound],
});

export const createModule = defineEndpoint('createModule', 'POST /courses/:courseId/modules', {
  summary: 'Add a module at the end',
  params: courseId,
  body: z.strictObject({ ...moduleFields, summary: moduleFields.summary.default('') }),
  response: draftModule,
  status: 201,
  errors: [courseNotFound, courseTooLarge],
});

export const updateModule = defineEndpoint('updateModule', 'PUT /courses/:courseId/modules/:moduleId', {
  summary: 'Change title and summary of a module',
  params: moduleId,
  body: z.strictObject(moduleFields),
  response: draftModule,
  errors: [courseNotFound, moduleNotFound],
});

export const moveModule = defineEndpoint('moveModule', 'POST /courses/:courseId/modules/:moduleId/move', {
  summary: 'Put a module elsewhere in the course; moves at the same time end in one order',
  params: moduleId,
  body: z.strictObject({ before: id.nullable().describe('Id of the module it will stand before; null puts it last') }),
  response: courseDraft,
  errors: [courseNotFound, moduleNotFound, neighbourNotFound],
});

export const deleteModule = defineEndpoint('deleteModule', 'DELETE /courses/:courseId/modules/:moduleId', {
  summary: 'Delete a module without lessons from the draft',
  params: moduleId,
  errors: [courseNotFound, moduleNotFound, moduleNotEmpty],
});

const lessonInput = {
  ...lessonFields,
  content: lessonContent.describe('What it is made of'),
  completion: completionRule.optional().describe('When it counts as finished; by default what suits its type'),
};

export const createLesson = defineEndpoint('createLesson', 'POST /courses/:courseId/lessons', {
  summary: 'Add a lesson at the end of a module',
  params: courseId,
  body: z.strictObject({
    ...lessonInput,
    moduleId: id.describe('Id of its module'),
    required: lessonFields.required.default(true),
    opening: lessonFields.opening.default({ opens: 'at-once' }),
  }),
  response: draftLesson,
  status: 201,
  errors: [courseNotFound, moduleNotFound, lessonRuleUnfit, lessonVideoUnknown, courseTooLarge],
});

export const getDraftLesson = defineEndpoint('getDraftLesson', 'GET /courses/:courseId/draft/lessons/:lessonId', {
  summary: 'A lesson as its authors left it',
  params: lessonId,
  response: draftLesson,
  errors: [courseNotFound, lessonNotFound],
  volatile: true,
});

export const updateLesson = defineEndpoint('updateLesson', 'PUT /courses/:courseId/draft/lessons/:lessonId', {
  summary: 'Change a lesson of the draft; learners see it with the next revision',
  params: lessonId,
  body: z.strictObject(lessonInput),
  response: draftLesson,
  errors: [courseNotFound, lessonNotFound, lessonRuleUnfit, lessonVideoUnknown],
  ifMatch: true,
});

export const moveLesson = defineEndpoint('moveLesson', 'POST /courses/:courseId/draft/lessons/:lessonId/move', {
  summary: 'Put a lesson elsewhere in the course; moves at the same time end in one order',
  params: lessonId,
  body: z.strictObject({
    moduleId: id.describe('Id of the module it will be in'),
    before: id.nullable().describe('Id of the lesson it will stand before; null puts it last'),
  }),
  response: courseDraft,
  errors: [courseNotFound, lessonNotFound, moduleNotFound, neighbourNotFound],
});

export const deleteLesson = defineEndpoint('deleteLesson', 'DELETE /courses/:courseId/draft/lessons/:lessonId', {
  summary: 'Delete a lesson from the draft; published revisions keep it',
  params: lessonId,
  errors: [courseNotFound, lessonNotFound],
  ifMatch: true,
});
