import { mostWeeks, type ProgramDocument, totalHours } from '@lyceum/contracts/program-generation/program-document';
import { buildCalendar } from '../composer/build-calendar.ts';
import type { Fix } from './issue.ts';

type Weeks = ProgramDocument['calendar']['weeks'];

/** Undefined when there are no hours, or more weeks than a document can hold. */
export function rebuildCalendar(modules: ProgramDocument['modules'], finalHours: number, weeklyLimit: number): Weeks | undefined {
  const total = modules.reduce((sum, { hours }) => sum + totalHours(hours), finalHours);
  const fits = total > 0 && total <= mostWeeks * weeklyLimit;
  return fits ? buildCalendar(modules, finalHours, weeklyLimit) : undefined;
}

/** Lays the hours of the curriculum out anew. */
export function calendarFix({ modules, finalAssessment, calendar }: ProgramDocument): Fix | undefined {
  const weeks = rebuildCalendar(modules, finalAssessment.hours, calendar.weeklyLimit);
  return (
    weeks && {
      title: { ru: 'Составить график заново по учебному плану', en: 'Build the schedule anew from the curriculum' },
      operations: [{ op: 'replace', path: '/calendar/weeks', value: weeks }],
    }
  );
}
