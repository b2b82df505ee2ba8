import {
  type Hours,
  type ProgramModule,
  type ProgramTopic,
  totalHours,
} from '@lyceum/contracts/program-generation/program-document';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { add, splitEvenly } from '../../hours/distribute-hours.ts';
import { maxModules, type PlannedModule } from '../../hours/plan-hours.ts';
import type { PartIds } from '../../parts/part-ids.ts';
import type { OutlinePhrases } from './outline-phrases.ts';

const limits = { topicsPerModule: 4, hoursPerModule: 36, minHoursPerModule: 3, modules: 12 };

/** Longest title a document can hold, and longest list of topics that names a module, in characters. */
const maxLength = { title: 300, list: 100 };

const noHours: Hours = { lectures: 0, practice: 0, selfStudy: 0, assessment: 0 };

/** Consecutive topics, in as many modules as topics and hours make sense for. */
export function groupTopics({ topics, kind, hours }: ProgramRequest): string[][] {
  const taught = maxModules({ kind, hours });
  const wanted = Math.max(
    Math.ceil(topics.length / limits.topicsPerModule),
    Math.min(Math.ceil(topics.length / 2), Math.round(taught / limits.hoursPerModule)),
  );
  const possible = Math.max(1, Math.floor(taught / limits.minHoursPerModule));
  const sizes = splitEvenly(topics.length, Math.min(wanted, possible, limits.modules));
  return sizes.map((size, index) => {
    const first = add(sizes.slice(0, index));
    return topics.slice(first, first + size);
  });
}

/** The topics themselves as far as they fit, the first one in any case. */
export function moduleTitle(topics: readonly string[], phrases: OutlinePhrases): string {
  const fitting = topics.filter((_, index) => index === 0 || topics.slice(0, index + 1).join('; ').length <= maxLength.list);
  const title = fitting.join('; ');
  const complete = fitting.length === topics.length ? title : phrases.andOtherTopics(title);
  return complete.length <= maxLength.title ? complete : title;
}

interface ModuleParts {
  readonly title: string;
  readonly topics: readonly string[];
  readonly outcomes: readonly string[];
  readonly plan: PlannedModule;
  readonly level: ProgramRequest['level'];
  readonly phrases: OutlinePhrases;
  readonly ids: PartIds;
}

export function outlineModule({ title, topics, outcomes, plan, level, phrases, ids }: ModuleParts): ProgramModule {
  const id = ids.part('module');
  const { form, criteria } = plan.hours.assessment > 0 ? phrases.moduleAssessment[level] : phrases.observation;
  return {
    id,
    title,
    summary: phrases.summary(topics),
    outcomes: [...outcomes],
    hours: plan.hours,
    topics: topics.map((topic, index) => outlineTopic({ id: ids.topic(id), topic, index, topics, plan, level, phrases })),
    assessment: { form, criteria: [...criteria] },
    sources: [],
  };
}

interface TopicParts extends Pick<ModuleParts, 'topics' | 'plan' | 'level' | 'phrases'> {
  readonly id: string;
  readonly topic: string;
  readonly index: number;
}

/** A topic without hours is studied with the next one of its module that has some; the last one always has. */
function outlineTopic({ id, topic, index, topics, plan, level, phrases }: TopicParts): ProgramTopic {
  const hours = plan.topics[index] ?? noHours;
  const host = topics.find((_, other) => other > index && totalHours(plan.topics[other] ?? noHours) > 0);
  if (totalHours(hours) === 0 && host !== undefined) {
    return { id, title: topic, hours, content: [phrases.within(host)], practice: [], selfStudy: [] };
  }
  return {
    id,
    title: topic,
    hours,
    content: [phrases.content[level]],
    practice: hours.practice > 0 ? [phrases.practice[level]] : [],
    selfStudy: hours.selfStudy > 0 ? [phrases.selfStudy[level]] : [],
  };
}
