import type { Locale } from '@lyceum/contracts/shared/fields';
import type { FactAnswer, FactCourse, FactLesson } from './fact.ts';
import type { Activity } from './statement.ts';
import { activityTypes, lessonActivityTypes } from './vocabulary.ts';

interface Place {
  readonly platformUrl: string;
  readonly language: Locale;
}

const toActivity = ({ platformUrl, language }: Place, path: string, type: string, name: string): Activity => ({
  objectType: 'Activity',
  id: `${platformUrl}${path}`,
  definition: { type, name: { [language]: name } },
});

export const toCourse = (place: Place, { id, title }: FactCourse) =>
  toActivity(place, `/courses/${id}`, activityTypes.course, title);

export function toLesson(place: Place, course: FactCourse, { id, type, title }: FactLesson): Activity {
  return toActivity(place, `/courses/${course.id}/lessons/${id}`, lessonActivityTypes[type], title);
}

/** The module of a lesson; none when there is none any more. */
export function toModules(place: Place, course: FactCourse, { module }: FactLesson): Activity[] {
  if (!module) return [];
  return [toActivity(place, `/courses/${course.id}/modules/${module.id}`, activityTypes.module, module.title)];
}

export function toQuestion(
  place: Place,
  { course, lesson }: { course: FactCourse; lesson: FactLesson },
  { questionId, prompt }: Pick<FactAnswer, 'questionId' | 'prompt'>,
): Activity {
  const path = `/courses/${course.id}/lessons/${lesson.id}/questions/${questionId}`;
  return toActivity(place, path, activityTypes.question, prompt);
}

interface Named {
  readonly id: string;
  readonly title: string;
}

export const toAchievement = (place: Place, { id, title }: Named) =>
  toActivity(place, `/courses/achievements/${id}`, activityTypes.achievement, title);

export const toCertificate = (place: Place, { id, title }: Named) =>
  toActivity(place, `/courses/certificates/${id}`, activityTypes.certificate, title);
