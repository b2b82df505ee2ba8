import { isDeepStrictEqual } from 'node:util';
import type { FieldDiff } from '@lyceum/contracts/program-generation/document-diff';
import { type DiffBudget, diffWords } from './diff-words.ts';

/** RFC 6901 pointers to a value in each of both documents. */
interface Places {
  readonly before: string;
  readonly after: string;
}

/**
 * The texts that differ. A list of paragraphs is one text, each a line of it; the parts of other lists are told by their ids, so
 * that one which has moved is no other. What is gone is pointed at in the old document, everything else in the new one.
 */
export function diffFields(before: unknown, after: unknown, places: Places, effort: DiffBudget): FieldDiff[] {
  if (isDeepStrictEqual(before, after)) return [];
  const members = pairMembers(before, after);
  if (members) {
    return members.flatMap(({ was, is, key }) =>
      diffFields(was, is, { before: `${places.before}/${key.before}`, after: `${places.after}/${key.after}` }, effort),
    );
  }
  const parts = diffWords(toText(before), toText(after), effort);
  return parts.length > 0 ? [{ pointer: after === undefined ? places.before : places.after, parts }] : [];
}

interface Member {
  readonly was: unknown;
  readonly is: unknown;
  readonly key: { readonly before: string | number; readonly after: string | number };
}

/** Undefined for a text, a number, or a list of them. */
function pairMembers(before: unknown, after: unknown): Member[] | undefined {
  if (isRecord(before) || isRecord(after)) {
    const [old, now] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
    // An id is a name, not a text.
    const keys = Object.keys({ ...old, ...now }).filter((key) => key !== 'id');
    return keys.map((key) => ({ was: old[key], is: now[key], key: { before: key, after: key } }));
  }
  const [old, now] = [toList(before), toList(after)];
  return [...old, ...now].some(isRecord) ? pairItems(old, now) : undefined;
}

function pairItems(before: readonly unknown[], after: readonly unknown[]): Member[] {
  const old = new Map(before.map((item, index) => [getName(item, index), { item, index }]));
  const names = new Set(after.map(getName));
  const kept = after.map((item, index) => {
    const was = old.get(getName(item, index));
    return { was: was?.item, is: item, key: { before: was?.index ?? index, after: index } };
  });
  const gone = [...old].filter(([name]) => !names.has(name));
  return [...kept, ...gone.map(([, { item, index }]) => ({ was: item, is: undefined, key: { before: index, after: index } }))];
}

/** Weeks have no ids: their place is their name. */
function getName(item: unknown, index: number): unknown {
  return isRecord(item) && item['id'] !== undefined ? item['id'] : index;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function toText(value: unknown): string {
  return Array.isArray(value) ? value.map(toText).join('\n') : String(value ?? '');
}
