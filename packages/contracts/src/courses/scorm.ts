import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { courseNotFound } from './course.ts';
import { courseFileNotFound, courseFileNotReady } from './course-file.ts';
import { lessonId, lessonNotFound } from './draft.ts';
import { lessonLocked } from './lesson-lock.ts';

export const lessonNoScorm = defineProblem('lesson.no_scorm', 409, {
  en: 'The lesson is no part of a SCORM package',
  ru: 'Этот урок не из пакета «SCORM»',
});
export const scormNoContentAddress = defineProblem('scorm.no_content_address', 503, {
  en: 'This platform has no content address, from which alone packages are shown',
  ru: 'На этой платформе не задан адрес содержимого, а пакеты показываются только с него',
});
export const scormPackageUnreadable = defineProblem('scorm.package_unreadable', 409, {
  en: 'The package cannot be read',
  ru: 'Пакет не читается',
});
export const scormLaunchNotFound = defineProblem('scorm.launch_not_found', 404, {
  en: 'There is no such launch, or its time is over: start the lesson again',
  ru: 'Такого запуска нет, или его время истекло: запустите урок снова',
});
export const scormLaunchEnded = defineProblem('scorm.launch_ended', 409, {
  en: 'The lesson was started again since: go on in the other window',
  ru: 'Урок с тех пор запущен снова: продолжите в другом окне',
});
export const scormEntryNotFound = defineProblem('scorm.entry_not_found', 404, {
  en: 'The package has no such file',
  ru: 'В пакете нет такого файла',
});
export const scormStateTooLarge = defineProblem('scorm.state_too_large', 413, {
  en: 'What the package wants to keep is larger than 200 kB',
  ru: 'Пакет хочет сохранить больше 200 КБ',
});

export const completionStatuses = ['not attempted', 'incomplete', 'completed'] as const;
export const successStatuses = ['unknown', 'passed', 'failed'] as const;

const launchAnswer = z
  .object({
    id: id.describe('Id of the launch'),
    url: z.url().describe('Where the package is shown, for whoever has the address'),
    expiresAt: timestamp.describe('Until when it is shown there'),
  })
  .meta({ id: 'ScormLaunch', description: 'A SCORM package that was started' });

const packageProblems = [
  courseNotFound,
  lessonNotFound,
  lessonNoScorm,
  courseFileNotFound,
  courseFileNotReady,
  scormNoContentAddress,
  scormPackageUnreadable,
] as const;

export const launchScorm = defineEndpoint('launchScorm', 'POST /courses/:courseId/lessons/:lessonId/scorm/launches', {
  summary: 'Start a part of a SCORM package that is open; authors see it without anything being kept',
  description:
    'Show the address in a frame or a window. A launch of the same lesson before this one ends: what that keeps from now on is refused.',
  params: lessonId,
  response: launchAnswer,
  status: 201,
  errors: [...packageProblems, lessonLocked],
});

export const previewScorm = defineEndpoint('previewScorm', 'POST /courses/:courseId/draft/lessons/:lessonId/scorm/launches', {
  summary: 'Start a part of a SCORM package as it is in the draft, for authors and staff; nothing is kept',
  params: lessonId,
  response: launchAnswer,
  status: 201,
  errors: packageProblems,
});

const scormState = z
  .object({
    personId: id.describe('Id of the learner'),
    name: z.string().describe('Name of the learner'),
    completion: z.enum(completionStatuses).describe('How far the package says it is worked through'),
    success: z.enum(successStatuses).describe('Whether the package says it is passed'),
    percent: z.number().nullable().describe('Score that the package told last; null for none'),
    totalSeconds: z.number().describe('Time in the package, which the clock of the server bounds'),
    updatedAt: timestamp.describe('When the package last told something'),
  })
  .meta({ id: 'ScormState', description: 'What a SCORM package has told of a learner' });

export const listScormStates = defineEndpoint('listScormStates', 'GET /courses/:courseId/lessons/:lessonId/scorm/states', {
  summary: 'What the package of a lesson has told of its learners, for authors and staff; the last to tell something first',
  params: lessonId,
  query: pageQuery,
  response: page(scormState),
  errors: [courseNotFound, lessonNotFound],
});
