import { z } from 'zod';

/** More places than this are not a slip of the model. */
const maxPlaces = 100;

/**
 * What the schema takes of a value, where need be with one entry for a list of one, and with numbers and truth values out of
 * their quotes. The value is the caller's own and may change.
 */
export function mendAnswer<Schema extends z.ZodType>(value: unknown, schema: Schema): z.ZodSafeParseResult<z.output<Schema>> {
  const asItIs = schema.safeParse(value);
  if (!asItIs.error || asItIs.error.issues.length > maxPlaces) return asItIs;
  const mended = asItIs.error.issues.filter((issue) => mendPlace(value, issue)).length;
  return mended > 0 ? schema.safeParse(value) : asItIs;
}

const container = z.record(z.string(), z.unknown()).or(z.array(z.unknown()));

/** Whether there was something to mend. */
function mendPlace(value: unknown, issue: z.core.$ZodIssue): boolean {
  if (issue.code !== 'invalid_type') return false;
  const last = issue.path.at(-1);
  const parent = issue.path.slice(0, -1).reduce<unknown>((part, key) => Object(part)[key], value);
  if (last === undefined || !container.safeParse(parent).success || !Object.hasOwn(Object(parent), last)) return false;
  const found: unknown = Object(parent)[last];
  const better = meant(found, issue.expected);
  return better !== undefined && Reflect.set(Object(parent), last, better);
}

function meant(found: unknown, expected: string): unknown {
  if (expected === 'array' && ['string', 'number', 'object'].includes(typeof found) && found !== null) return [found];
  if (typeof found === 'number') return expected === 'string' ? String(found) : undefined;
  if (typeof found !== 'string') return undefined;
  if (['number', 'int'].includes(expected)) return /^\s*-?\d{1,15}(?:\.\d{1,15})?\s*$/.test(found) ? Number(found) : undefined;
  if (expected === 'boolean') return { true: true, false: false }[found.trim().toLowerCase()];
  return undefined;
}
