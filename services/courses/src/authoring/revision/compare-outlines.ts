import { isDeepStrictEqual } from 'node:util';
import type { LessonBlock, LessonContent } from '@lyceum/contracts/courses/lesson-content';
import type { LessonChange } from '@lyceum/contracts/courses/revision';
import { listLessons, type Outline, type OutlineLesson } from './outline.ts';
import { toComparable } from './to-comparable.ts';

/** What the lessons of an outline are made of, by their ids. */
export type Contents = ReadonlyMap<string, Pick<LessonParts, 'content' | 'pools'>>;

interface LessonParts {
  readonly content: LessonContent;
  /** Of a quiz its questions. */
  readonly pools: unknown;
}

interface Side {
  readonly outline: Outline;
  readonly contents: Contents;
}

/** Lessons that are different, in the order of the course; those that are gone come last. */
export function compareOutlines(before: Side, after: Side): LessonChange[] {
  const earlier = new Map(listLessons(before.outline).map((lesson) => [lesson.id, lesson]));
  const later = new Set(listLessons(after.outline).map(({ id }) => id));
  const changes: LessonChange[] = [];
  for (const lesson of listLessons(after.outline)) {
    const { id } = lesson;
    const old = earlier.get(id);
    if (!old) {
      changes.push({ ...toChange(lesson, 'added'), choices: ['migrate', 'keep'], default: 'migrate' });
      continue;
    }
    const contents = { before: before.contents.get(id), after: after.contents.get(id) };
    const aspects = findAspects(old, lesson, contents);
    if (aspects.length === 0) continue;
    const blocks = compareBlocks(contents.before?.content, contents.after?.content);
    const change = { ...toChange(lesson, 'changed'), aspects, blocks };
    changes.push({ ...change, choices: ['migrate', 'keep', 'retake'], default: 'migrate' });
  }
  for (const lesson of earlier.values()) {
    if (!later.has(lesson.id)) changes.push({ ...toChange(lesson, 'removed'), choices: ['keep', 'migrate'], default: 'keep' });
  }
  return changes;
}

/** Whether what is in both stands in another order or under another head. */
export function isReordered(before: Outline, after: Outline): boolean {
  const kept = new Set(listLessons(after).map(({ id }) => id));
  const known = new Set(listLessons(before).map(({ id }) => id));
  const toOrder = (outline: Outline, inBoth: ReadonlySet<string>) =>
    outline.modules.map(({ id, title, summary, lessons }) => [
      id,
      title,
      summary,
      lessons.map((lesson) => lesson.id).filter((lessonId) => inBoth.has(lessonId)),
    ]);
  return !isDeepStrictEqual(toOrder(before, kept), toOrder(after, known));
}

function toChange({ id: lessonId, title }: OutlineLesson, change: LessonChange['change']) {
  return { lessonId, title, change, aspects: [] as LessonChange['aspects'], blocks: [] as LessonChange['blocks'] };
}

function findAspects(
  before: OutlineLesson,
  after: OutlineLesson,
  contents: { before: LessonParts | undefined; after: LessonParts | undefined },
): LessonChange['aspects'] {
  const pairs = [
    ['title', before.title, after.title],
    ['content', toParts(contents.before), toParts(contents.after)],
    ['rule', before.completion, after.completion],
    ['opening', before.opening, after.opening],
    ['required', before.required, after.required],
  ] as const;
  return pairs.filter(([, old, now]) => !isDeepStrictEqual(old, now)).map(([aspect]) => aspect);
}

const toParts = (parts: LessonParts | undefined) => parts && [toComparable(parts.content), parts.pools];

function compareBlocks(before: LessonContent | undefined, after: LessonContent | undefined): LessonChange['blocks'] {
  if (before?.type !== 'text' || after?.type !== 'text') return [];
  const earlier = new Map(before.blocks.map((block) => [block.id, block]));
  const later = new Set(after.blocks.map(({ id }) => id));
  const changed = after.blocks.flatMap((block): LessonChange['blocks'] => {
    const old = earlier.get(block.id);
    if (!old) return [{ id: block.id, change: 'added' }];
    return isDeepStrictEqual(old, block) ? [] : [{ id: block.id, change: 'changed' }];
  });
  const gone = before.blocks.filter(({ id }) => !later.has(id)).map(({ id }) => ({ id, change: 'removed' }) as const);
  return [...changed, ...findMoved(before.blocks, after.blocks), ...gone];
}

/** Blocks in both whose predecessor among those is another one. */
function findMoved(before: readonly LessonBlock[], after: readonly LessonBlock[]): LessonChange['blocks'] {
  const toIds = (blocks: readonly LessonBlock[], others: readonly LessonBlock[]) => {
    const known = new Set(others.map(({ id }) => id));
    return blocks.map(({ id }) => id).filter((id) => known.has(id));
  };
  const earlier = toIds(before, after);
  const predecessor = new Map(earlier.map((id, place) => [id, earlier[place - 1]]));
  const later = toIds(after, before);
  return later.filter((id, place) => predecessor.get(id) !== later[place - 1]).map((id) => ({ id, change: 'moved' }));
}
