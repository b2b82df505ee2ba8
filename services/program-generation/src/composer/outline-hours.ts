import type { HourPlan, ProgramRequest } from '@lyceum/contracts/program-generation';
import { add, apportion, distribute, splitEvenly } from './distribute-hours.ts';
import type { FinalForm } from './outline-phrases.ts';

export interface PlannedTopic {
  readonly title: string;
  readonly hours: HourPlan;
}

interface PlannedModule {
  readonly topics: readonly PlannedTopic[];
  readonly hours: HourPlan;
}

export interface OutlineHours {
  readonly modules: readonly PlannedModule[];
  readonly finalAssessment: number;
  readonly total: HourPlan;
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
const finalShare: Readonly<Record<FinalForm, { part: number; most: number }>> = {
  credit: { part: 0.03, most: 4 },
  exam: { part: 0.04, most: 9 },
  project: { part: 0.05, most: 36 },
};

const limits = { topicsPerModule: 4, hoursPerModule: 36, fewestHoursPerModule: 3, modules: 12 };

/**
 * Groups the topics, in the order given, and gives each topic, module and the final assessment whole hours that add up.
 * Topics may outnumber the hours: a topic without hours is studied within the next topic of its module that has some. The
 * check of a module is held with its last topic, so that the columns of a module are the sums of its topics.
 */
export function outlineHours(request: ProgramRequest, form: FinalForm): OutlineHours {
  const { part, most } = finalShare[form];
  const finalAssessment = Math.min(most, Math.max(1, Math.round(request.hours * part)));
  const taught = request.hours - finalAssessment;
  const groups = groupTopics(request.topics, taught);
  const assessments = groups.map(({ hours }) => moduleAssessment(hours));
  const work = groups.map(({ hours }, index) => hours - (assessments[index] ?? 0));
  const [lectures, practice, selfStudy] = weights[request.kind];
  const columns = apportion(add(work), [lectures * lecturePercent[request.level], practice * 100, selfStudy * 100]);
  const modules = distribute(work, columns).map((row, index) =>
    planModule(groups[index]?.topics ?? [], row, assessments[index] ?? 0),
  );
  const taughtHours = sumPlans(modules.map(({ hours }) => hours));
  return {
    modules,
    finalAssessment,
    total: { ...taughtHours, assessment: taughtHours.assessment + finalAssessment, total: request.hours },
  };
}

/** Consecutive topics, as many modules as topics and hours make sense for, each with at least one hour. */
function groupTopics(topics: readonly string[], hours: number): { topics: readonly string[]; hours: number }[] {
  const wanted = Math.max(
    Math.ceil(topics.length / limits.topicsPerModule),
    Math.min(Math.ceil(topics.length / 2), Math.round(hours / limits.hoursPerModule)),
  );
  const possible = Math.max(1, Math.floor(hours / limits.fewestHoursPerModule));
  const sizes = splitEvenly(topics.length, Math.min(wanted, possible, limits.modules));
  const shares = splitEvenly(hours, topics.length);
  let first = 0;
  return sizes.map((size) => {
    const group = { topics: topics.slice(first, first + size), hours: add(shares.slice(first, first + size)) };
    first += size;
    return group;
  });
}

function moduleAssessment(moduleHours: number): number {
  return moduleHours < 4 ? 0 : Math.min(6, Math.max(1, Math.round(moduleHours * 0.05)));
}

function planModule(titles: readonly string[], work: readonly number[], assessment: number): PlannedModule {
  const rows = distribute(splitEvenly(add(work), titles.length), work);
  const topics = titles.map((title, index) => {
    const [lectures = 0, practice = 0, selfStudy = 0] = rows[index] ?? [];
    const check = index === titles.length - 1 ? assessment : 0;
    return {
      title,
      hours: { lectures, practice, selfStudy, assessment: check, total: lectures + practice + selfStudy + check },
    };
  });
  return { topics, hours: sumPlans(topics.map(({ hours }) => hours)) };
}

function sumPlans(plans: readonly HourPlan[]): HourPlan {
  return {
    lectures: add(plans.map((plan) => plan.lectures)),
    practice: add(plans.map((plan) => plan.practice)),
    selfStudy: add(plans.map((plan) => plan.selfStudy)),
    assessment: add(plans.map((plan) => plan.assessment)),
    total: add(plans.map((plan) => plan.total)),
  };
}
