import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { courseId, courseNotFound } from './course.ts';

const period = z
  .enum(['all', '30-days', '7-days'])
  .describe('Whose points count: of all time, or of the last 30 or 7 whole days of UTC, with today');

export type LeaderboardPeriod = z.output<typeof period>;

const rank = z.int().describe('1 for the first; people with as many points share one');

const visible = z
  .boolean()
  .nullable()
  .describe(
    '`true` shows one’s name to the whole space, `false` to nobody; null, as at first, to the courses one is enrolled in',
  );

const leaderboard = z
  .object({
    period,
    entries: z
      .array(
        z.object({
          rank,
          name: z.string().nullable().describe('Name of the person; null when it is not shown to the reader'),
          points: z.int().describe('Points earned in the period'),
          own: z.boolean().describe('Whether it is the reader'),
        }),
      )
      .describe('The first 50 people'),
    own: z
      .object({
        rank: rank.nullable().describe('The same, also below the first 50; null without points in the period'),
        points: z.int().describe('Points earned in the period'),
        visible,
      })
      .describe('The reader'),
  })
  .meta({ id: 'Leaderboard', description: 'Who has earned how many points' });

export type Leaderboard = z.output<typeof leaderboard>;

const query = z.strictObject({ period: period.default('all') });

export const getLeaderboard = defineEndpoint('getLeaderboard', 'GET /courses/leaderboard', {
  summary: 'Who of the space has earned how many points; a day leaves its period within minutes after midnight',
  query,
  response: leaderboard,
});

export const getCourseLeaderboard = defineEndpoint('getCourseLeaderboard', 'GET /courses/:courseId/leaderboard', {
  summary: 'The same of points earned in a course, for its learners and those who teach it',
  params: courseId,
  query,
  response: leaderboard,
  errors: [courseNotFound],
});

export const putLeaderboardParticipation = defineEndpoint(
  'putLeaderboardParticipation',
  'PUT /courses/leaderboard/participation',
  {
    summary: 'Choose who sees one’s name in leaderboards; points and ranks stay',
    body: z.strictObject({ visible }),
    response: z.object({ visible }),
  },
);
