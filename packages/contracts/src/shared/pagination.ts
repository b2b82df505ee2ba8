import { z } from 'zod';
import { bounded, wholeNumber } from './fields.ts';

/** Query of every list: keyset pages, stable while rows are inserted. */
export const pageQuery = z.strictObject({
  // The longest title that a list is sorted by, in JSON and base64.
  cursor: bounded(2_500)
    .meta({ description: '`nextCursor` of the page before; absent for the first page', examples: ['WyIwMTlhZjdjMiJd'] })
    .optional(),
  limit: wholeNumber(1, 100).default(20).describe('How many items a page has at most; 20 by default'),
});

export type PageQuery = z.infer<typeof pageQuery>;

export function page<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item).describe('The items of this page'),
    nextCursor: z.string().nullable().describe('`cursor` of the next page; null on the last one'),
  });
}
