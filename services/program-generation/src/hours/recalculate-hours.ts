import { isDeepStrictEqual } from 'node:util';
import type { PatchOperation } from '@lyceum/contracts/program-generation/finding';
import {
  type Hours,
  type ProgramDocument,
  type ProgramModule,
  totalHours,
} from '@lyceum/contracts/program-generation/program-document';
import { add, apportion, splitEvenly } from './distribute-hours.ts';
import { rebuildCalendar } from './rebuild-calendar.ts';

export const columns = ['lectures', 'practice', 'selfStudy', 'assessment'] as const;
export type Column = (typeof columns)[number];

/** Most operations a finding may carry. */
const maxOperations = 200;

interface Target {
  /** Of the whole programme. */
  readonly hours: number;
  readonly finalHours: number;
}

/**
 * Operations that bring modules, topics and the calendar to the target, everything in the proportions it has now. Undefined
 * when there are fewer hours than modules.
 */
export function recalculateHours(document: ProgramDocument, target: Target): PatchOperation[] | undefined {
  const { modules, calendar } = document;
  const taught = target.hours - target.finalHours;
  if (taught < modules.length) return undefined;
  const totals = moduleTotals(modules, taught);
  const recalculated = modules.map((module, index) => scaleModule(module, totals[index] ?? 0));
  const weeks = rebuildCalendar(recalculated, target.finalHours, calendar.weeklyLimit);
  if (!weeks) return undefined;
  return [
    ...replaceChanged('/hours', document.hours, target.hours),
    ...replaceChanged('/finalAssessment/hours', document.finalAssessment.hours, target.finalHours),
    ...moduleOperations(modules, recalculated),
    ...(calendar.weeks.length > 0 ? replaceChanged('/calendar/weeks', calendar.weeks, weeks) : []),
  ];
}

/** Every module gets an hour at least. */
function moduleTotals(modules: readonly ProgramModule[], taught: number): number[] {
  const current = modules.map(({ hours }) => totalHours(hours));
  const proportional = add(current) === taught ? current : apportion(taught, current);
  if (Math.min(...proportional) > 0 && add(proportional) === taught) return proportional;
  const weights = add(current) === 0 ? current.map(() => 1) : current;
  return apportion(taught - modules.length, weights).map((hours) => hours + 1);
}

function scaleModule(module: ProgramModule, total: number): ProgramModule {
  const hours = scaleRow(module.hours, total);
  const shares = columns.map((column) => shareColumn(module.topics, column, hours[column]));
  const topics = module.topics.map((topic, index) => {
    const [lectures = 0, practice = 0, selfStudy = 0, assessment = 0] = shares.map((share) => share[index] ?? 0);
    return { ...topic, hours: { lectures, practice, selfStudy, assessment } };
  });
  return { ...module, hours, topics };
}

function scaleRow(row: Hours, total: number): Hours {
  if (totalHours(row) === total) return row;
  const weights = totalHours(row) === 0 ? [1, 1, 0, 0] : columns.map((column) => row[column]);
  const [lectures = 0, practice = 0, selfStudy = 0, assessment = 0] = apportion(total, weights);
  return { lectures, practice, selfStudy, assessment };
}

/** Hours of one column for the topics of a module, in the proportions they have now. */
export function shareColumn(topics: ProgramModule['topics'], column: Column, hours: number): number[] {
  const current = topics.map((topic) => topic.hours[column]);
  if (add(current) === hours) return current;
  return add(current) === 0 ? splitEvenly(hours, topics.length) : apportion(hours, current);
}

/** Number by number; a programme with more numbers than a finding may name gets its modules replaced. */
function moduleOperations(before: readonly ProgramModule[], after: readonly ProgramModule[]): PatchOperation[] {
  const operations = after.flatMap((module, index) => [
    ...replaceChanged(`/modules/${index}/hours`, before[index]?.hours, module.hours),
    ...module.topics.flatMap((topic, position) =>
      replaceChanged(`/modules/${index}/topics/${position}/hours`, before[index]?.topics[position]?.hours, topic.hours),
    ),
  ]);
  // Four are left for the totals, the calendar and the credits.
  if (operations.length <= maxOperations - 4) return operations;
  return after.flatMap((module, index) => replaceChanged(`/modules/${index}`, before[index], module));
}

function replaceChanged(
  path: string,
  before: unknown,
  after: Extract<PatchOperation, { op: 'replace' }>['value'],
): PatchOperation[] {
  return isDeepStrictEqual(before, after) ? [] : [{ op: 'replace', path, value: after }];
}
