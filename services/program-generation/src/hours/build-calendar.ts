import { type Hours, type ProgramDocument, totalHours } from '@lyceum/contracts/program-generation/program-document';
import { add, splitEvenly } from './distribute-hours.ts';

type Weeks = ProgramDocument['calendar']['weeks'];

/** Stands for the final assessment where the calendar names modules. */
export const finalModule = 'final';

/**
 * As few weeks as the limit allows, of equal load, with the modules in their order and the final assessment at the end.
 * Modules without hours are in no week.
 */
export function buildCalendar(
  modules: readonly { readonly id: string; readonly hours: Hours }[],
  finalHours: number,
  weeklyLimit: number,
): Weeks {
  const left = [
    ...modules.map(({ id, hours }) => ({ module: id, hours: totalHours(hours) })),
    { module: finalModule, hours: finalHours },
  ];
  const total = add(left.map(({ hours }) => hours));
  return splitEvenly(total, Math.ceil(total / weeklyLimit)).map((capacity) => {
    const load: Weeks[number]['load'] = [];
    for (let free = capacity; free > 0; ) {
      const [next] = left;
      if (!next) break;
      const hours = Math.min(free, next.hours);
      if (hours > 0) load.push({ module: next.module, hours });
      next.hours -= hours;
      free -= hours;
      if (next.hours === 0) left.shift();
    }
    return { load };
  });
}
