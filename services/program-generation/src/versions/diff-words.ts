import type { FieldDiff } from '@lyceum/contracts/program-generation';
import { diffArrays } from 'diff';

type Part = FieldDiff['parts'][number];

/** Words of any script, runs of spaces, and every other character by itself; together they are the text. */
const tokens = /[\p{L}\p{M}\p{N}_]+|\s+|./gsu;

/** Tokens of one text that may differ: of texts that have less in common no comparison is legible. */
const mostEdits = 400;

/** What one comparison may cost. The search for edits takes time with the square of their number. */
export interface Effort {
  left: number;
}

/** Enough for 50 texts that have nothing in common: half a second. */
export const newEffort = (): Effort => ({ left: 50 * mostEdits ** 2 });

/**
 * `equal` and `delete` make the text before, `equal` and `insert` the text after, to the character. Texts that differ too much,
 * and all that come when the effort is spent, are one `delete` and one `insert`.
 */
export function diffWords(before: string, after: string, effort: Effort): Part[] {
  const maxEditLength = Math.min(mostEdits, Math.floor(Math.sqrt(effort.left)));
  const found = diffArrays(before.match(tokens) ?? [], after.match(tokens) ?? [], { maxEditLength });
  const changes = found ?? [
    { value: [before], removed: true, added: false },
    { value: [after], removed: false, added: true },
  ];
  const edits = found?.filter(({ added, removed }) => added || removed).reduce((sum, { count }) => sum + count, 0);
  effort.left -= (edits ?? maxEditLength) ** 2;
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
