import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import type { Statement } from './statement.ts';

const toVerb = (id: string, en: string, ru: string): Statement['verb'] => ({ id, display: { en, ru } });

const adl = (name: string, en: string, ru: string) => toVerb(`http://adlnet.gov/expapi/verbs/${name}`, en, ru);

/** Verbs of ADL, which cmi5 uses too, and of the public registry where ADL has none. */
export const verbs = {
  registered: adl('registered', 'registered', 'записался'),
  unregistered: toVerb('http://id.tincanapi.com/verb/unregistered', 'unregistered', 'выбыл'),
  attempted: adl('attempted', 'attempted', 'начал попытку'),
  answered: adl('answered', 'answered', 'ответил'),
  passed: adl('passed', 'passed', 'сдал'),
  failed: adl('failed', 'failed', 'не сдал'),
  scored: adl('scored', 'scored', 'получил оценку'),
  completed: adl('completed', 'completed', 'завершил'),
  submitted: toVerb('http://activitystrea.ms/schema/1.0/submit', 'submitted', 'сдал на проверку'),
  earned: toVerb('http://id.tincanapi.com/verb/earned', 'earned', 'получил'),
} as const;

const adlType = (name: string) => `http://adlnet.gov/expapi/activities/${name}`;

/** Types of activities, as the registry of ADL names them; it has no badges and certificates. */
export const activityTypes = {
  course: adlType('course'),
  module: adlType('module'),
  question: adlType('cmi.interaction'),
  achievement: 'http://activitystrea.ms/schema/1.0/badge',
  certificate: 'https://www.opigno.org/en/tincan_registry/activity_type/certificate',
} as const;

export const lessonActivityTypes: Readonly<Record<LessonContent['type'], string>> = {
  text: adlType('lesson'),
  video: adlType('media'),
  file: adlType('file'),
  link: adlType('link'),
  quiz: adlType('assessment'),
  meeting: adlType('meeting'),
  assignment: adlType('performance'),
  scorm: adlType('lesson'),
};

/** The session of cmi5: here the attempt that statements belong to. */
export const sessionExtension = 'https://w3id.org/xapi/cmi5/context/extensions/sessionid';
