import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { version } from '../shared/fields.ts';

const recording = z.object({ texts: z.boolean().describe('Whether what is asked and answered is kept, for 30 days'), version });

export const getRecording = defineEndpoint('getRecording', 'GET /models/recording', {
  summary: 'Whether texts are recorded',
  response: recording,
});

export const putRecording = defineEndpoint('putRecording', 'PUT /models/recording', {
  summary: 'Record texts, or stop',
  body: z.strictObject({ texts: recording.shape.texts }),
  response: recording,
  ifMatch: true,
});
