import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { defineServicePermission } from '../define/permission.ts';
import { id, timestamp } from '../shared/fields.ts';
import { lessonNotFound } from './draft.ts';
import { lessonLock } from './lesson-lock.ts';
import { evidenceItem, evidenceResponse } from './study.ts';

/** For the service that plays the videos of lessons. */
export const lessonVideos = {
  play: defineServicePermission('lesson-videos.play', ['streaming']),
};

const lessonId = z.strictObject({ lessonId: id });

export const getVideoAccess = defineEndpoint('getVideoAccess', 'GET /internal/courses/lessons/:lessonId/video-access', {
  internal: true,
  summary: 'Which video a lesson shows to the person, and whether the lesson is open to them: what the gate says',
  params: lessonId,
  response: z.object({
    /** Of the revision that the person learns by; null when the lesson shows none of the library. */
    videoId: id.nullable(),
    open: z.boolean(),
    lock: lessonLock.nullable(),
  }),
  errors: [lessonNotFound],
});

export const countWatched = defineEndpoint('countWatched', 'POST /internal/courses/lessons/:lessonId/evidence', {
  internal: true,
  summary: 'Evidence that the person has played the video of the lesson; sessions of other lessons are unknown here',
  params: lessonId,
  body: z.strictObject({ evidence: z.array(evidenceItem).min(1).max(200) }),
  response: evidenceResponse,
});

/** All that the draft and the revisions of a course show of the library, at a moment; an empty list once they show nothing. */
export const lessonVideosChanged = defineEvent(
  'courses.lesson-videos-changed.v1',
  z.object({
    courseId: id,
    courseTitle: z.string(),
    lessons: z.array(z.object({ lessonId: id, lessonTitle: z.string(), videoId: id })),
    occurredAt: timestamp,
  }),
);
