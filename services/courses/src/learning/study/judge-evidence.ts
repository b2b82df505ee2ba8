import type { evidenceRefusals, StudyEvidence } from '@lyceum/contracts/courses/study';
import type { LessonProgressRow } from '../progress/lesson-progress.entity.ts';
import { sumPlayed } from '../progress/present-progress.ts';
import { type Interval, measureUncovered } from './intervals.ts';

export type Refusal = (typeof evidenceRefusals)[number];

/** What the server knows of the session that a piece of evidence names; times in Unix milliseconds. */
export interface KnownSession {
  readonly openedAt: number;
  readonly expiresAt: number;
  /** Length of its video in seconds; null when it has none. */
  readonly duration: number | null;
  /** Whether it shows a video of the library, of which only the player says what was played. */
  readonly isOfLibrary: boolean;
  /** When the lesson closed to the learner, or will; null when never. */
  readonly closesAt: number | null;
}

const judgingLimits = {
  /** The longest piece: whoever is asked seldom may lie for long. */
  pieceMs: 300_000,
  /** Between the clocks of server and client, and for the way. */
  slackMs: 2_000,
  /** What pieces that follow one another may overlap by, from rounding. */
  overlapMs: 1_000,
  /** The fastest that players play. */
  speed: 2,
  /** Seconds of a video by which players tell its length differently. */
  durationSlack: 1,
} as const;

/** In Unix milliseconds when it was studied. */
export const toWindow = ({ from, to }: StudyEvidence, { openedAt }: KnownSession): Interval => [openedAt + from, openedAt + to];

/** Why a piece of evidence does not count; null when it does. `counted` is the time of this person that counted before. */
export function judgeEvidence(
  evidence: StudyEvidence,
  session: KnownSession,
  { counted, now, byPlayer }: { counted: readonly Interval[]; now: number; byPlayer: boolean },
): Refusal | null {
  const { from, to, played } = evidence;
  if (played && session.isOfLibrary && !byPlayer) return 'not-by-the-player';
  if (to <= from || (played && played.to <= played.from)) return 'reversed';
  if (to - from > judgingLimits.pieceMs) return 'too-long';
  const window = toWindow(evidence, session);
  if (window[1] > now + judgingLimits.slackMs) return 'ahead-of-clock';
  // What was studied before counts, whenever it arrives.
  if (session.closesAt !== null && window[1] > session.closesAt) return 'lesson-closed';
  if (window[1] > session.expiresAt || now > session.expiresAt) return 'expired-session';
  if (played) {
    if (session.duration === null) return 'no-video';
    if (played.to > session.duration + judgingLimits.durationSlack) return 'beyond-the-video';
    if (played.to - played.from > ((to - from) / 1000) * judgingLimits.speed + judgingLimits.durationSlack / 4) return 'too-fast';
  }
  const uncovered = measureUncovered(window, counted);
  return uncovered === 0 || to - from - uncovered > judgingLimits.overlapMs ? 'already-counted' : null;
}

/** Whether more of a video was played than the time that counted allows: what many short pieces are rounded by adds up. */
export function isFasterThanTime({ played, activeMs }: Pick<LessonProgressRow, 'played' | 'activeMs'>): boolean {
  return sumPlayed(played) > (activeMs / 1000) * judgingLimits.speed + judgingLimits.durationSlack;
}
