import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';

const recording = z.object({ texts: z.boolean().describe('Keep what was asked and answered, for 30 days'), version: z.int() });

export const getRecording = defineEndpoint('GET /models/recording', {
  summary: 'Whether texts are recorded',
  response: recording,
});

export const putRecording = defineEndpoint('PUT /models/recording', {
  summary: 'Record texts, or stop',
  body: z.strictObject({ texts: recording.shape.texts }),
  response: recording,
});
