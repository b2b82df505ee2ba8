import { defineJob } from '@lyceum/common/jobs';
import { z } from 'zod';

const payload = z.object({ encodingId: z.uuid() });

/** A place of its own for each of the two: the first quality of a lesson does not wait for the last one of a film. */
const places = { perProcess: 1, perPerson: 1 };

/** Looks at a file and makes what it takes to play it. */
export const encodeFirst = defineJob('streaming.encode-first', payload, { attempts: 3, backoffMs: 10_000, places, heavy: true });

/** Makes the other qualities. */
export const encodeRest = defineJob('streaming.encode-rest', payload, { attempts: 3, backoffMs: 10_000, places, heavy: true });

/** Takes the picture of a video at another second. */
export const takePoster = defineJob('streaming.take-poster', z.object({ encodingId: z.uuid(), second: z.number() }), {
  attempts: 3,
  backoffMs: 10_000,
  places,
  heavy: true,
});
