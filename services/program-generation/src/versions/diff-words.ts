import type { FieldDiff } from '@lyceum/contracts/program-generation/document-diff';
import { diffArrays } from 'diff';

type Part = FieldDiff['parts'][number];

/** Words of any script, runs of spaces, and every other character by itself; together they are the text. */
const tokens = /[\p{L}\p{M}\p{N}_]+|\s+|./gsu;

/** Tokens of one text that may differ: of texts that have less in common no comparison is legible. */
const maxEdits = 400;

/** Steps that one comparison may still take: tokens it looks at, and edits by the square of their number in a text. */
export interface DiffBudget {
  left: number;
}

/** Edits that are shown cost more than those that are sought: each is a part of the answer. */
const stepsOfEdit = 100;

/** Enough to read two documents of the greatest length, and for 20 texts that have nothing in common. */
export const createDiffBudget = (): DiffBudget => ({ left: 6_000_000 });

/**
 * `equal` and `delete` make the text before, `equal` and `insert` the text after, to the character. Texts that differ too much,
 * and all that come when the effort is spent, are one `delete` and one `insert`.
 */
export function diffWords(before: string, after: string, effort: DiffBudget): Part[] {
  const changes = findChanges(before, after, effort) ?? [
    { value: [before], removed: true, added: false },
    { value: [after], removed: false, added: true },
  ];
  const parts: Part[] = [];
  let deleted = '';
  let inserted = '';
  const flush = () => {
    if (deleted) parts.push({ op: 'delete', text: deleted });
    if (inserted) parts.push({ op: 'insert', text: inserted });
    deleted = inserted = '';
  };
  for (const [index, { value, removed, added }] of changes.entries()) {
    const text = value.join('');
    // A space that stayed between two words that did not is no island to read.
    const isGap = !removed && !added && text.trim() === '' && (deleted || inserted) && index < changes.length - 1;
    if (removed || isGap) deleted += text;
    if (added || isGap) inserted += text;
    if (removed || added || isGap) continue;
    flush();
    parts.push({ op: 'equal', text });
  }
  flush();
  return parts;
}

/** Undefined for texts that differ too much, or when the effort is spent. */
function findChanges(before: string, after: string, effort: DiffBudget) {
  if (effort.left <= 0) return undefined;
  const maxEditLength = Math.min(maxEdits, Math.floor(Math.sqrt(effort.left)));
  // Where all words are alike, each edit looks at the whole text again.
  const comparator = (one: string, other: string) => {
    effort.left -= 1;
    return effort.left > 0 && one === other;
  };
  const changes = diffArrays(before.match(tokens) ?? [], after.match(tokens) ?? [], { maxEditLength, comparator });
  const edits = changes?.reduce((sum, { added, removed, count }) => (added || removed ? sum + count : sum), 0);
  effort.left -= (edits ?? maxEditLength) ** 2 + (edits ?? 1) * stepsOfEdit;
  return changes;
}
