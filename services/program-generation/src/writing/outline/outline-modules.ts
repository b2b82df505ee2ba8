import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { add, splitEvenly } from '../../hours/distribute-hours.ts';
import { maxModules } from '../../hours/plan-hours.ts';
import type { OutlinePhrases } from './outline-phrases.ts';

const limits = { topicsPerModule: 4, hoursPerModule: 36, minHoursPerModule: 3, modules: 12 };

/** Longest title a document can hold, and longest list of topics that names a module, in characters. */
const maxLength = { title: 300, list: 100 };

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
