import { isDeepStrictEqual } from 'node:util';
import type { BlockDiff } from '@lyceum/contracts/program-generation/document-diff';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { diffArrays } from 'diff';
import { listBlocks } from '../parts/document-blocks.ts';
import { diffFields } from './diff-fields.ts';
import { createDiffBudget } from './diff-words.ts';

export interface Comparison {
  readonly before: ProgramDocument;
  readonly after: ProgramDocument;
  readonly locale: Locale;
}

/**
 * Blocks that differ, in the order of the newer document, then those that are gone. A block that has another place among its
 * siblings, or other siblings, is `moved`, and its fields are what changed besides. A section whose parts were only put in
 * another order is `moved` too.
 */
export function diffDocuments(before: ProgramDocument, after: ProgramDocument, locale: Locale): BlockDiff[] {
  const old = new Map(listBlocks(before).map((listed) => [listed.block, listed]));
  const blocks = listBlocks(after);
  const moved = movedBlocks(before, after);
  const effort = createDiffBudget();
  const diffs = blocks.flatMap((listed): BlockDiff[] => {
    const { block, value, pointer } = listed;
    const was = old.get(block);
    old.delete(block);
    const title = listed.title(locale);
    const fields = diffFields(was?.value, value, { before: was?.pointer ?? pointer, after: pointer }, effort);
    if (!was) return [{ block, title, change: 'added', fields }];
    if (isDeepStrictEqual(was.value, value) && !moved.has(block)) return [];
    return [{ block, title, change: moved.has(block) || fields.length === 0 ? 'moved' : 'changed', fields }];
  });
  const gone = [...old.values()].map((listed): BlockDiff => {
    const { block, value, pointer } = listed;
    const fields = diffFields(value, undefined, { before: pointer, after: pointer }, effort);
    return { block, title: listed.title(locale), change: 'removed', fields };
  });
  return [...diffs, ...gone];
}

/** The fewest blocks that have to change their place to get from one order to the other, and all that are new in theirs. */
function movedBlocks(before: ProgramDocument, after: ProgramDocument): Set<string> {
  const old = siblings(before);
  const changes = [...siblings(after)].flatMap(([parent, blocks]) => diffArrays(old.get(parent) ?? [], blocks));
  return new Set(changes.filter(({ added }) => added).flatMap(({ value }) => value));
}

function siblings({ modules, questions }: ProgramDocument): Map<string, string[]> {
  return new Map([
    ['modules', modules.map(({ id }) => `module:${id}`)],
    ['questions', questions.map(({ id }) => `question:${id}`)],
    ...modules.map(({ id, topics }): [string, string[]] => [`module:${id}`, topics.map((topic) => `topic:${topic.id}`)]),
  ]);
}
