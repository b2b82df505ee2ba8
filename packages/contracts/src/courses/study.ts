import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { bounded, id, timestamp } from '../shared/fields.ts';
import { courseNotFound } from './course.ts';
import { lessonId, lessonNotFound } from './draft.ts';
import { lessonLocked } from './lesson-lock.ts';
import { lesson } from './outline.ts';

/** How long a session takes evidence: a fortnight without a network. */
export const studySessionDays = 14;

const studySession = z
  .object({
    id: id.describe('Id of the session'),
    lessonId: id.describe('Id of the lesson'),
    openedAt: timestamp.describe('When it was opened, by the clock of the server; evidence counts from it'),
    expiresAt: timestamp.describe('Until when it takes evidence'),
  })
  .meta({ id: 'StudySession', description: 'A lesson that was opened on one device' });

export const openLesson = defineEndpoint('openLesson', 'POST /courses/:courseId/lessons/:lessonId/open', {
  summary: 'Begin to study an open lesson, or to take it along for studying without a network',
  params: lessonId,
  response: studySession,
  status: 201,
  errors: [courseNotFound, lessonNotFound, lessonLocked],
});

const milliseconds = z
  .int()
  .min(0)
  .max(studySessionDays * 86_400_000);

export const evidenceItem = z
  .strictObject({
    id: id.describe('Id the client gives it (UUID): a repeat counts once'),
    sessionId: id.describe('Id of the study session'),
    from: milliseconds.describe('Milliseconds from the opening of the session to the beginning, by a clock that cannot be set'),
    to: milliseconds.describe('The same, to the end; at most five minutes later'),
    played: z
      .strictObject({
        from: z.number().min(0).max(86_400).describe('Second of the video'),
        to: z.number().min(0).max(86_400).describe('Second of the video'),
      })
      .nullable()
      .default(null)
      .describe('What of the video was played meanwhile, without a jump; null when none was'),
  })
  .meta({ id: 'StudyEvidence', description: 'A stretch of time in which somebody studied' });

export type StudyEvidence = z.output<typeof evidenceItem>;

export const evidenceRefusals = [
  'unknown-session',
  'expired-session',
  'ahead-of-clock',
  'reversed',
  'too-long',
  'too-fast',
  'beyond-the-video',
  'no-video',
  'already-counted',
  'lesson-closed',
  'not-delivered',
  'not-by-the-player',
] as const;

export const evidenceResponse = z.object({
  results: z
    .array(
      z.object({
        id: bounded(36).describe('Id of the piece'),
        result: z.enum(['counted', 'repeated', 'refused']).describe('`repeated` when it was counted before'),
        reason: z
          .enum(evidenceRefusals)
          .nullable()
          .describe(
            'Why it was refused; null when it was not. Of a video of the library: `not-by-the-player` when it was not reported to the playback, `not-delivered` when the playback never got it',
          ),
        seconds: z.number().describe('How much time it counted for'),
      }),
    )
    .describe('What became of each piece, in the order of the request'),
  lessons: z.array(lesson.pick({ id: true, progress: true })).describe('How far one is now in the lessons that were reported'),
});

export const sendEvidence = defineEndpoint('sendEvidence', 'POST /courses/evidence', {
  summary: 'Report what was studied, as it happens or later, in any order; each piece counts once',
  description:
    'Time is counted once, whatever is studied at once and on however many devices; a video may be played at up to twice its speed. ' +
    'What lies ahead of the clock of the server, overlaps what is counted or was faster than that is refused, with the reason, and kept from counting.',
  body: z.strictObject({
    evidence: z.array(evidenceItem).min(1).max(200).describe('The pieces, in any order'),
  }),
  response: evidenceResponse,
});

export const lessonCompleted = defineEvent(
  'courses.lesson-completed.v1',
  z.object({
    courseId: id,
    enrolmentId: id,
    personId: id,
    lessonId: id,
    versionId: id,
    title: z.string(),
    percent: z.number().nullable(),
    occurredAt: timestamp,
  }),
);

/** A day, in the time zone of a person, on which they have studied for at least this long is a day of study. */
export const studyDaySeconds = 60;

export const studyDayCounted = defineEvent(
  'courses.study-day-counted.v1',
  z.object({ personId: id, day: z.iso.date(), occurredAt: timestamp }),
);
