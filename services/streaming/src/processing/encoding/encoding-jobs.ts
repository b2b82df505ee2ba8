import { defineJob } from '@lyceum/common/jobs';
import { z } from 'zod';
import type { EncodingRow } from './encoding.entity.ts';
import { isDone } from './encoding-steps.ts';

const payload = z.object({ encodingId: z.uuid() });

/** A place of its own for each of the two: the first quality of a lesson does not wait for the last one of a film. */
const places = { perProcess: 1, perPerson: 1 };

/** An object store that is restarted is back before the last attempt. */
const tries = { attempts: 3, backoffMs: 30_000 };

/** Looks at a file and makes what it takes to play it. */
export const encodeFirst = defineJob('streaming.encode-first', payload, { ...tries, places, heavy: true });

/** Makes the other qualities. */
export const encodeRest = defineJob('streaming.encode-rest', payload, { ...tries, places, heavy: true });

/** The job that goes on with an encoding. */
export const toNextJob = (encoding: Pick<EncodingRow, 'steps'>) => (isDone(encoding, 'first-quality') ? encodeRest : encodeFirst);

/** Takes away a file, and what was made of it, that another one has taken the place of. */
export const deleteEncoding = defineJob('streaming.delete-encoding', payload, { attempts: 8, backoffMs: 10_000 });

/** Makes the picture of a video anew, at this second. */
export const takePoster = defineJob('streaming.take-poster', payload.extend({ second: z.number().min(0).max(86_400) }), {
  ...{ attempts: 3, backoffMs: 5_000, heavy: true },
  places: { perProcess: 2, perPerson: 1 },
});
