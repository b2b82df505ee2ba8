import { type ProgramDocument, programDocument } from '@lyceum/contracts/program-generation/program-document';
import fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

/** One change to a document: `place` and `choice` are taken modulo what there is. */
interface Mutation {
  readonly place: number;
  readonly choice: number;
  readonly amount: number;
}

export const anyMutations = fc.array(
  fc.record({
    place: fc.nat(),
    choice: fc.nat(),
    amount: fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 0, max: 60 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 5000 }) },
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

interface Place {
  readonly path: readonly string[];
  readonly value: Json;
  set(value: Json): void;
}

/** The document after the changes that leave it what the contract allows. */
export function mutate(document: ProgramDocument, mutations: readonly Mutation[], only: 'hours' | 'anything'): ProgramDocument {
  return mutations.reduce((current, { place, choice, amount }) => {
    const changed: { document: Json } = { document: structuredClone(current) };
    const places = [...placesIn(changed.document)].filter(({ path }) => only === 'anything' || isOfHours(path));
    const found = places[place % places.length];
    const values = found ? variants(found, places, amount) : [];
    const value = values[choice % values.length];
    if (value !== undefined) found?.set(value);
    const parsed = programDocument.safeParse(changed.document);
    return parsed.success ? parsed.data : current;
  }, document);
}

function* placesIn(value: Json, path: readonly string[] = []): Generator<Place> {
  if (value === null || typeof value !== 'object') return;
  for (const key of Object.keys(value)) {
    const child = Array.isArray(value) ? value[Number(key)] : value[key];
    if (child === undefined) continue;
    const here = [...path, key];
    yield {
      path: here,
      value: child,
      set(next) {
        if (Array.isArray(value)) value[Number(key)] = next;
        else value[key] = next;
      },
    };
    yield* placesIn(child, here);
  }
}

const ofHours = new Set(['hours', 'lectures', 'practice', 'selfStudy', 'assessment', 'credits', 'weeklyLimit', 'weeks', 'load']);

/** Hours, the calendar and what either must agree with. The texts of a topic have columns' names too, but are lists. */
function isOfHours(path: readonly string[]): boolean {
  const last = path.at(-1) ?? '';
  const isText = path.includes('topics') && !path.includes('hours');
  return ofHours.has(last) && !isText;
}

/** Other values that could stand there. */
function variants({ path, value }: Place, places: readonly Place[], amount: number): Json[] {
  if (typeof value === 'number') return [amount, value + 1, Math.max(0, value - 1)];
  if (typeof value === 'string') {
    const last = path.at(-1);
    const elsewhere = places.filter((other) => typeof other.value === 'string' && other.path.at(-1) === last);
    const other = elsewhere[amount % Math.max(1, elsewhere.length)]?.value ?? '';
    return [other, other, '', 'nobody', `${value} `.toUpperCase()];
  }
  if (Array.isArray(value)) {
    const index = amount % Math.max(1, value.length);
    const copy = value[index];
    return [value.toSpliced(index, 1), copy === undefined ? [] : value.toSpliced(index, 0, structuredClone(copy)), []];
  }
  return value === null ? [amount] : [null];
}
