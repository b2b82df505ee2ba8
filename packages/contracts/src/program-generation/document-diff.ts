import { z } from 'zod';

/**
 * Words of one field before and after; `equal` and `delete` make the old text, `equal` and `insert` the new one. A list of
 * paragraphs is one field, each a line of its text. What is gone is pointed at in the old document, everything else in the new.
 */
export const fieldDiff = z
  .object({
    pointer: z.string().describe('RFC 6901, within the document'),
    parts: z.array(z.object({ op: z.enum(['equal', 'insert', 'delete']), text: z.string() })),
  })
  .meta({ id: 'FieldDiff' });

export type FieldDiff = z.infer<typeof fieldDiff>;

/** A `moved` block has another place, or its parts have another order; its fields are what changed besides. */
export const blockDiff = z
  .object({
    block: z.string(),
    title: z.string(),
    change: z.enum(['added', 'removed', 'changed', 'moved']),
    fields: z.array(fieldDiff),
  })
  .meta({ id: 'BlockDiff' });

export type BlockDiff = z.infer<typeof blockDiff>;
