import { defineJob } from '@lyceum/common/jobs';
import { z } from 'zod';

/** Reads a version of a lesson and writes its passages, if nobody has done so since `before`. */
export const indexVersion = defineJob(
  'chatbot.index-version',
  z.object({
    versionId: z.uuid(),
    /** When its captions changed: passages that are older are written anew. */
    changedAt: z.iso.datetime().optional(),
  }),
  { attempts: 8, backoffMs: 5_000, places: { perProcess: 2, perPerson: 2 } },
);
