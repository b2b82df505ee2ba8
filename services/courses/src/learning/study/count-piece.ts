import type { StudyEvidence } from '@lyceum/contracts/courses/study';
import type { LessonProgressRow } from '../progress/lesson-progress.entity.ts';
import { addToProgress } from './add-to-progress.ts';
import type { StudiedSession } from './find-sessions.ts';
import { type Interval, measureUncovered } from './intervals.ts';
import { isFasterThanTime, judgeEvidence, type Refusal, toWindow } from './judge-evidence.ts';

interface Known {
  /** How far the learner was in the lesson. */
  readonly before: LessonProgressRow;
  /** The time of this person that counted before. */
  readonly counted: readonly Interval[];
  readonly now: number;
  /** Whether the player of the library reports it. */
  readonly byPlayer: boolean;
}

/** How far a learner is with one more piece of evidence and how much time it counts for, or why it does not count. */
export function countPiece(
  piece: StudyEvidence,
  session: StudiedSession,
  { before, ...circumstances }: Known,
): { refusal: Refusal } | { refusal: null; countedMs: number; after: LessonProgressRow } {
  const { versionId, duration } = session;
  const refusal =
    isReplaced(session, before) || isFromBefore(piece, session, before)
      ? 'expired-session'
      : judgeEvidence(piece, session, circumstances);
  if (refusal !== null) return { refusal };
  const countedMs = measureUncovered(toWindow(piece, session), circumstances.counted);
  const after = addToProgress(before, piece, { versionId, countedMs, duration });
  return piece.played && isFasterThanTime(after) ? { refusal: 'too-fast' } : { refusal, countedMs, after };
}

/** Whether the learner has begun another version of the lesson since, which evidence of this one must not undo. */
function isReplaced({ versionId, lesson }: StudiedSession, progress: LessonProgressRow): boolean {
  return versionId !== lesson.versionId && progress.versionId === lesson.versionId;
}

/** Whether it was studied before the learner was asked to begin the lesson again. */
function isFromBefore(piece: StudyEvidence, session: StudiedSession, { startedAt }: LessonProgressRow): boolean {
  return toWindow(piece, session)[0] < startedAt.getTime();
}
