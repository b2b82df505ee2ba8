import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';

type Meeting = Extract<LessonContent, { type: 'meeting' }>;

/** How long before a meeting its address is told. */
const leadMs = 15 * 60_000;

/** From when on people come in, in Unix milliseconds: until then its address is not told, and nobody has been there. */
export function toMeetingOpening({ startsAt }: Pick<Meeting, 'startsAt'>): number {
  return new Date(startsAt).getTime() - leadMs;
}
