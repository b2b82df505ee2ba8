import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { defineServicePermission } from '../define/permission.ts';
import { id, timestamp } from '../shared/fields.ts';
import { captionLanguage } from './caption.ts';

/** For the service that answers questions about lessons. */
export const captionCues = {
  read: defineServicePermission('caption-cues.read', ['chatbot']),
};

export const listCaptionCues = defineEndpoint('listCaptionCues', 'GET /internal/streaming/videos/:videoId/caption-cues', {
  internal: true,
  summary: 'All captions of a video with their seconds, without marks; none of a video that is gone',
  params: z.strictObject({ videoId: id }),
  response: z.object({
    tracks: z.array(
      z.object({
        language: captionLanguage,
        cues: z.array(z.object({ from: z.number(), to: z.number(), text: z.string() })),
      }),
    ),
  }),
});

/** Captions of a video were uploaded, replaced or removed, or went or came back with the video. */
export const captionsChanged = defineEvent('streaming.captions-changed.v1', z.object({ videoId: id, occurredAt: timestamp }));
