import { z } from 'zod';

/** RFC 9457 problem document, sent as `application/problem+json`. */
export const problemDocument = z
  .object({
    type: z.string().describe('urn:lyceum:problem:<code>'),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().describe('Path of the request'),
    code: z.string().describe('Stable name of the failure'),
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string().describe('RFC 6901 JSON pointer'), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

export type ProblemDocument = z.infer<typeof problemDocument>;
