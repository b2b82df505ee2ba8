import { addHours, type Hours } from '@lyceum/contracts/program-generation/program-document';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import type { FinalForm } from '../norms/norms-shape.ts';
import { add, apportion, distribute, splitEvenly } from './distribute-hours.ts';
import { finalForm } from './final-form.ts';

/** A module before its hours are known. */
export interface ModuleOutline {
  /** At least one; only their number counts. */
  readonly topics: readonly unknown[];
  /** Its part of the hours beside the other modules, a whole number of at least 1. */
  readonly weight: number;
}

export interface PlannedModule {
  readonly hours: Hours;
  /** Those of its topics, in order; their sum is `hours`. */
  readonly topics: readonly Hours[];
}

export interface HoursPlan {
  readonly modules: readonly PlannedModule[];
  readonly finalAssessment: number;
}

/** Weights of lectures, practice and self-study. They are the composer's own choice: no act sets them. */
const weights: Readonly<Record<ProgramRequest['kind'], readonly [number, number, number]>> = {
  'professional-development': [30, 40, 30],
  'professional-retraining': [25, 40, 35],
  // Children and adults learn in class; the programme sets no homework.
  'general-development': [30, 70, 0],
  discipline: [25, 30, 45],
  'course-plan': [30, 45, 25],
};

/** Percent of the weight of lectures: beginners hear more, the advanced do more themselves. */
const lecturePercent = { beginner: 140, intermediate: 100, advanced: 60 };

/** Part of all hours, and the most hours, of each final form. */
const finalShare: Readonly<Record<FinalForm, { part: number; max: number }>> = {
  credit: { part: 0.03, max: 4 },
  exam: { part: 0.04, max: 9 },
  project: { part: 0.05, max: 36 },
};

type Volume = Pick<ProgramRequest, 'kind' | 'level' | 'hours'>;

export function finalHours(volume: Pick<Volume, 'kind' | 'hours'>): number {
  const { part, max } = finalShare[finalForm(volume)];
  return Math.min(max, Math.max(1, Math.round(volume.hours * part)));
}

/** How many modules the hours are enough for: each has one at least. */
export function maxModules(volume: Pick<Volume, 'kind' | 'hours'>): number {
  return volume.hours - finalHours(volume);
}

/**
 * Whole hours for every module, topic and the final assessment that add up to the hours asked for. Topics may outnumber the
 * hours: some then have none. The check of a module is held with its last topic, so that the columns of a module are the sums
 * of its topics. Throws a `RangeError` for more modules than `maxModules`.
 */
export function planHours(volume: Volume, outline: readonly ModuleOutline[]): HoursPlan {
  const finalAssessment = finalHours(volume);
  const spare = volume.hours - finalAssessment - outline.length;
  if (spare < 0) throw new RangeError(`${outline.length} modules do not fit into ${volume.hours} hours`);
  const shares = apportion(
    spare,
    outline.map(({ weight }) => weight),
  );
  const totals = shares.map((share) => share + 1);
  const assessments = totals.map(moduleAssessment);
  const work = totals.map((hours, index) => hours - (assessments[index] ?? 0));
  const [lectures, practice, selfStudy] = weights[volume.kind];
  const columns = apportion(add(work), [lectures * lecturePercent[volume.level], practice * 100, selfStudy * 100]);
  const modules = distribute(work, columns).map((row, index) =>
    planModule(outline[index]?.topics.length ?? 1, row, assessments[index] ?? 0),
  );
  return { modules, finalAssessment };
}

function moduleAssessment(moduleHours: number): number {
  return moduleHours < 4 ? 0 : Math.min(6, Math.max(1, Math.round(moduleHours * 0.05)));
}

function planModule(topicCount: number, work: readonly number[], assessment: number): PlannedModule {
  const rows = distribute(splitEvenly(add(work), topicCount), work);
  const topics = rows.map(([lectures = 0, practice = 0, selfStudy = 0], index) => ({
    lectures,
    practice,
    selfStudy,
    assessment: index === topicCount - 1 ? assessment : 0,
  }));
  return { topics, hours: addHours(topics) };
}
