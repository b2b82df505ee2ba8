import { z } from 'zod';
import { type ExtractedText, maxTextLength } from './extracted-text.ts';
import { readWarnings } from './read-warning.ts';
import { type Unreadable, unreadableCodes } from './unreadable.ts';

/** `reason` is for the log. */
export type Extraction = ExtractedText | { readonly failure: Unreadable['code']; readonly reason: string };

const extraction = z.union([
  z.strictObject({ text: z.string().max(maxTextLength), cut: z.boolean(), warnings: z.array(z.enum(readWarnings)) }),
  z.strictObject({ failure: z.enum(unreadableCodes), reason: z.string().max(300) }),
]);

/** What the process that reads has sent: a hostile file may make it send anything. */
export function parseExtraction(message: unknown): Extraction {
  const { data } = extraction.safeParse(message);
  return data ?? { failure: 'damaged', reason: 'it was answered with something else than text' };
}
