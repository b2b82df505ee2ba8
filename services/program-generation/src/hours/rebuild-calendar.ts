import { maxWeeks, type ProgramDocument, totalHours } from '@lyceum/contracts/program-generation/program-document';
import { buildCalendar } from './build-calendar.ts';

type Weeks = ProgramDocument['calendar']['weeks'];

/** Undefined when there are no hours, or more weeks than a document can hold. */
export function rebuildCalendar(modules: ProgramDocument['modules'], finalHours: number, weeklyLimit: number): Weeks | undefined {
  const total = modules.reduce((sum, { hours }) => sum + totalHours(hours), finalHours);
  const fits = total > 0 && total <= maxWeeks * weeklyLimit;
  return fits ? buildCalendar(modules, finalHours, weeklyLimit) : undefined;
}
