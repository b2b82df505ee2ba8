import type { ChangeChoice } from '@lyceum/contracts/courses/revision';
import { listLessons, type Outline, type OutlineLesson, type OutlineModule } from './outline.ts';

/** What is chosen for lessons that are different, by their ids. */
export type Choices = ReadonlyMap<string, ChangeChoice>;

/**
 * What somebody learns by who is in the middle of `before` when `after` is published: the new order, with what is kept. A lesson
 * that is gone and kept stays behind the lesson it followed. What nothing is chosen for is kept: it may have been so before.
 */
export function mergeOutlines(before: Outline, after: Outline, choices: Choices): Outline {
  const earlier = new Map(listLessons(before).map((lesson) => [lesson.id, lesson]));
  const later = new Set(listLessons(after).map(({ id }) => id));
  const isKept = (id: string) => (choices.get(id) ?? 'keep') === 'keep';
  const modules = after.modules.map((module) => ({
    ...module,
    lessons: module.lessons.flatMap((lesson): OutlineLesson[] => {
      const old = earlier.get(lesson.id);
      if (!isKept(lesson.id)) return [lesson];
      return old ? [old] : [];
    }),
  }));
  for (const module of before.modules) {
    const kept = module.lessons.filter(({ id }) => !later.has(id) && isKept(id));
    if (kept.length > 0) insertKept(modules, module, kept);
  }
  return { ...after, modules };
}

type MutableModule = Omit<OutlineModule, 'lessons'> & { lessons: OutlineLesson[] };

function insertKept(modules: MutableModule[], from: OutlineModule, kept: readonly OutlineLesson[]): void {
  const home = modules.find(({ id }) => id === from.id);
  if (!home) {
    modules.push({ ...from, lessons: [...kept] });
    return;
  }
  for (const lesson of kept) {
    const place = from.lessons.indexOf(lesson);
    const before = from.lessons.slice(0, place).map(({ id }) => id);
    const follows = home.lessons.findLastIndex(({ id }) => before.includes(id));
    home.lessons.splice(follows + 1, 0, lesson);
  }
}
