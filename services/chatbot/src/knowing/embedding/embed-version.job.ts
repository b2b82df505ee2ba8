import { defineJob } from '@lyceum/common/jobs';
import { z } from 'zod';

/** Makes the vectors of the passages of a version, where a model for them is set. Slow, and paid for by whoever published. */
export const embedVersion = defineJob('chatbot.embed-version', z.object({ versionId: z.uuid() }), {
  attempts: 6,
  backoffMs: 30_000,
  places: { perProcess: 2, perPerson: 1 },
});

/** Looks for versions whose vectors are missing, or of another model than the one that is set now. */
export const embedMissing = defineJob('chatbot.embed-missing', z.object({}), { attempts: 2, backoffMs: 10_000 });
