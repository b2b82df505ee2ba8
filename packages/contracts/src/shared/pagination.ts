import { z } from 'zod';
import { bounded, wholeNumber } from './fields.ts';

/** Query of every list: keyset pages, stable while rows are inserted. */
export const pageQuery = z.strictObject({
  // The longest title that a list is sorted by, in JSON and base64.
  cursor: bounded(2_500).optional().describe('nextCursor of the page before'),
  limit: wholeNumber(1, 100).default(20),
});

export type PageQuery = z.infer<typeof pageQuery>;

export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
