import type { lessonProgress } from '@lyceum/contracts/courses/outline';
import type { z } from 'zod';
import type { LessonProgressRow, PlayedRange } from './lesson-progress.entity.ts';

/** Seconds of a video that were played. */
export function sumPlayed(played: readonly PlayedRange[]): number {
  return played.reduce((sum, [from, to]) => sum + to - from, 0);
}

const untouched = {
  startedAt: null,
  completedAt: null,
  activeSeconds: 0,
  playedSeconds: 0,
  position: null,
  percent: null,
  retake: false,
};

/** How far a learner is in a lesson; that it was not opened yet is said, too. */
export function presentProgress(progress: LessonProgressRow | undefined): z.input<typeof lessonProgress> {
  if (!progress) return untouched;
  const { startedAt, completedAt, activeMs, played, position, percent, retake } = progress;
  return {
    ...{ startedAt, completedAt, position, percent, retake },
    activeSeconds: Math.floor(activeMs / 1000),
    playedSeconds: Math.floor(sumPlayed(played)),
  };
}
