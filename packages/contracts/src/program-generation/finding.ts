import { z } from 'zod';
import { bounded } from '../shared/fields.ts';
import { explain } from '../shared/texts.ts';

/** A document is nested in 6 levels; what is read by recursion must end before the stack does. */
const patchValue = z
  .unknown()
  .refine((value): boolean => value !== undefined, explain({ en: 'A value is needed', ru: 'Нужно значение' }))
  .refine((value) => isNestedWithin(value, 6), explain({ en: 'Nested too deeply', ru: 'Слишком глубокая вложенность' }))
  .describe('Nested at most 6 deep');

function isNestedWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isNestedWithin(inner, levels - 1));
}

/** RFC 6902, without `copy` and `test`: paths lead into the document. */
export const patchOperation = z
  .discriminatedUnion('op', [
    z.strictObject({ op: z.literal('add'), path: bounded(300), value: patchValue }),
    z.strictObject({ op: z.literal('replace'), path: bounded(300), value: patchValue }),
    z.strictObject({ op: z.literal('remove'), path: bounded(300) }),
    z.strictObject({ op: z.literal('move'), from: bounded(300), path: bounded(300) }),
  ])
  .meta({ id: 'PatchOperation' });

export type PatchOperation = z.infer<typeof patchOperation>;

export const operations = z.array(patchOperation).max(200);

/** Where a rule is broken. An `error` keeps the programme from being approved. */
export const finding = z
  .object({
    rule: z.string().describe('P1 to P12; R1 to R3 for references, ids and codes'),
    severity: z.enum(['error', 'warning']),
    pointer: z.string().describe('RFC 6901 JSON pointer into the document'),
    message: z.string(),
    fix: z.object({ title: z.string(), operations }).nullable(),
  })
  .meta({ id: 'Finding' });

export type Finding = z.infer<typeof finding>;
