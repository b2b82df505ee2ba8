import { z } from 'zod';

export const problemDocument = z
  .object({
    type: z.string().describe('urn:lyceum:problem:<code>'),
    title: z.string().describe('What failed, in the language of the caller'),
    status: z.int().describe('Status of the answer'),
    detail: z.string().optional().describe('What to know about this occurrence, in the language of the caller'),
    instance: z.string().describe('Path of the request'),
    code: z.string().describe('Stable name of the failure'),
    requestId: z.string().describe('Names the request in the logs; the answer carries it as `X-Request-Id` too'),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe('RFC 6901 JSON pointer'),
          message: z.string().describe('What is wrong there, in the language of the caller'),
        }),
      )
      .optional()
      .describe('Each fault of the request'),
    reason: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Of a failure that has several: which one holds, for programs; its operation says what it looks like'),
  })
  .meta({
    id: 'Problem',
    description: 'Why a request failed: a problem document (RFC 9457), sent as `application/problem+json`',
  });

export type ProblemDocument = z.infer<typeof problemDocument>;
