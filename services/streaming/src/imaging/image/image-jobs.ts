import { defineJob } from '@lyceum/common/jobs';
import { z } from 'zod';

/** Looks at an uploaded picture and makes its variants. */
export const renderImage = defineJob('streaming.render-image', z.object({ imageId: z.uuid() }), {
  attempts: 3,
  backoffMs: 15_000,
  places: { perProcess: 2, perPerson: 1 },
});
