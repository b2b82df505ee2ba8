import { z } from 'zod';

export const renderRequest = z.object({
  hours: z.union([z.literal(72), z.literal(500)]),
  format: z.enum(['docx', 'pdf']),
  /** How many times the same document is rendered, one after the other. */
  documents: z.int(),
});
export type RenderRequest = z.infer<typeof renderRequest>;

/** One document; `rss` is the resident memory of the process after it, in bytes. */
const run = z.object({ ms: z.number(), rss: z.number() });
export type Run = z.infer<typeof run>;

/** `pages` is that of a PDF, 0 of other formats. */
export const measured = z.object({ composeMs: z.number(), runs: z.array(run).min(1), pages: z.int(), bytes: z.int() });
export type Measured = z.infer<typeof measured>;
