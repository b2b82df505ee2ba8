import { z } from 'zod';
import { defineEndpoint, defineStream } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, timestamp } from '../shared/fields.ts';
import { videoId, videoNotFound, videoNotYours } from './video-problems.ts';

export const processingNotFailed = defineProblem('processing.not_failed', 409, {
  en: 'There is no failed step to try again',
  ru: 'Нет неудавшегося шага, который можно повторить',
});

/** In the order in which they are done; the video can be played after `first-quality`. */
export const processingSteps = ['probe', 'first-quality', 'pictures', 'file', 'other-qualities'] as const;

export type ProcessingStepName = (typeof processingSteps)[number];

/** Why nothing, or nothing more, can be made of a file. */
export const processingFailures = [
  'not-a-video',
  'no-picture',
  'picture-too-large',
  'too-many-streams',
  'too-long',
  'damaged',
  'wrong-checksum',
  'too-large-output',
  'out-of-time',
  'out-of-resources',
  'interrupted',
] as const;

export type ProcessingFailure = (typeof processingFailures)[number];

const step = z.object({
  name: z.enum(processingSteps).describe('What is made: the lowest quality comes first, and can be played while others are made'),
  status: z.enum(['waiting', 'running', 'done', 'failed']).describe('How far it is'),
  startedAt: timestamp.nullable().describe('When it began; null before'),
  endedAt: timestamp.nullable().describe('When it ended; null before'),
});

export const processing = z
  .object({
    encodingId: id.describe('Names the file and all that is made of it'),
    status: z.enum(['queued', 'running', 'done', 'failed']).describe('How far it is'),
    progress: z.int().min(0).max(100).describe('Percent of the work that is done'),
    steps: z.array(step).describe('The steps, in order'),
    failure: z
      .object({
        code: z.enum(processingFailures).describe('Why'),
        message: z.string().describe('The reason and what to do, in the language of the caller'),
        step: z.enum(processingSteps).describe('The step that failed'),
      })
      .nullable()
      .describe('Why a step failed; null when none did'),
  })
  .meta({ id: 'VideoProcessing', description: 'What is made of an uploaded file' });

const processingEvent = z
  .object({
    videoId: id.describe('Id of the video'),
    version: z.int().describe('Grows with each change of the processing of one file'),
    processing: processing.nullable(),
  })
  .meta({ id: 'ProcessingEvent', description: 'What is being made of a video, at a moment' });

export const streamProcessing = defineStream('streamProcessing', 'GET /streaming/videos/:videoId/events', {
  summary: 'What is being made of a video and each change of it, until it has ended',
  params: videoId,
  event: processingEvent,
  errors: [videoNotFound],
});

export const retryProcessing = defineEndpoint('retryProcessing', 'POST /streaming/videos/:videoId/retry', {
  summary: 'Try again from the step that failed; what is done is kept',
  params: videoId,
  response: processing,
  status: 202,
  errors: [videoNotFound, videoNotYours, processingNotFailed],
});
