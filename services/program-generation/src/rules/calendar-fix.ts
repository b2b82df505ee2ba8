import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import { rebuildCalendar } from '../hours/rebuild-calendar.ts';
import type { Fix } from './issue.ts';

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
