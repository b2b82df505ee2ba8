import { z } from 'zod';

export const fieldDiff = z
  .object({
    pointer: z.string().describe('RFC 6901, within the document'),
    parts: z
      .array(
        z.object({
          op: z
            .enum(['equal', 'insert', 'delete'])
            .describe('`equal` and `delete` make the old text, `equal` and `insert` the new one'),
          text: z.string().describe('The piece'),
        }),
      )
      .describe('Pieces of the text in order'),
  })
  .meta({
    id: 'FieldDiff',
    description:
      'Words of one field before and after. A list of paragraphs is one field, each a line of its text. What is gone is pointed at in the old document, everything else in the new',
  });

export type FieldDiff = z.infer<typeof fieldDiff>;

export const blockDiff = z
  .object({
    block: z.string().describe('Block of the document'),
    title: z.string().describe('Title of the block'),
    change: z
      .enum(['added', 'removed', 'changed', 'moved'])
      .describe('A `moved` block has another place, or its parts have another order'),
    fields: z.array(fieldDiff).describe('Fields that changed'),
  })
  .meta({ id: 'BlockDiff', description: 'What changed in one block' });

export type BlockDiff = z.infer<typeof blockDiff>;
