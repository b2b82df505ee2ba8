/** A value of the data model, as JSON has it. */
export type CmiValue = string | number | boolean | null | readonly CmiValue[] | Cmi;

/** The data model of a package, or a part of it. */
export interface Cmi {
  readonly [name: string]: CmiValue;
}

/** The data model has seven levels (SCORM 2004 RTE 4.2.9). */
const maxDepth = 10;

/** Without what the database does not take in texts; what is nested deeper than any data model is left out. */
export function cleanCmi(cmi: object, depth = 0): Cmi {
  return Object.fromEntries(Object.entries(cmi).map(([name, item]) => [clean(name), cleanValue(item, depth + 1)]));
}

function cleanValue(value: unknown, depth: number): CmiValue {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null || depth === maxDepth) return null;
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, depth + 1));
  return cleanCmi(value, depth);
}

const clean = (text: string) => text.replaceAll('\0', '').toWellFormed();

/** A member of the data model by its name, such as `core.score.raw`. */
export function getCmi(value: CmiValue | undefined, name: string): CmiValue | undefined {
  let found = value;
  for (const step of name.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = new Map<string, CmiValue>(Object.entries(found)).get(step);
  }
  return found;
}

/** As text; what is no text or number has none. */
export function getCmiText(value: CmiValue | undefined, name: string): string {
  const found = getCmi(value, name);
  return typeof found === 'string' || typeof found === 'number' ? String(found).trim() : '';
}
