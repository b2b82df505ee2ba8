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

const path = bounded(300)
  .describe('RFC 6901 JSON pointer into the document')
  .meta({ examples: ['/aim'] });

/** RFC 6902, without `copy` and `test`: paths lead into the document. */
export const patchOperation = z
  .discriminatedUnion('op', [
    z
      .strictObject({ op: z.literal('replace').describe('Replace what is there'), path, value: patchValue })
      .meta({ id: 'ReplaceOperation', description: 'Puts a value in the place of another' }),
    z
      .strictObject({ op: z.literal('add').describe('Add a member, or an item of a list'), path, value: patchValue })
      .meta({ id: 'AddOperation', description: 'Adds a value' }),
    z
      .strictObject({ op: z.literal('remove').describe('Remove what is there'), path })
      .meta({ id: 'RemoveOperation', description: 'Removes a value' }),
    z
      .strictObject({
        op: z.literal('move').describe('Move a part to another place'),
        from: path.describe('Where it is: RFC 6901 JSON pointer into the document'),
        path,
      })
      .meta({ id: 'MoveOperation', description: 'Moves a value' }),
  ])
  .meta({ id: 'PatchOperation', description: 'One change of RFC 6902, without `copy` and `test`; paths lead into the document' });

export type PatchOperation = z.infer<typeof patchOperation>;

export const operations = z.array(patchOperation).max(200);

export const finding = z
  .object({
    rule: z.string().describe('P1 to P12; R1 to R3 for references, ids and codes'),
    severity: z.enum(['error', 'warning']).describe('An `error` keeps the programme from being approved'),
    pointer: z.string().describe('RFC 6901 JSON pointer into the document'),
    message: z.string().describe('What is wrong, in the language of the caller'),
    fix: z
      .object({
        title: z.string().describe('What the change does, in the language of the caller'),
        operations: operations.describe('The change, for `patchDocument`'),
      })
      .nullable()
      .describe('A change that mends it; null where the author has to decide'),
  })
  .meta({ id: 'Finding', description: 'Where a rule is broken' });

export type Finding = z.infer<typeof finding>;
