import type { StudyEvidence } from '@lyceum/contracts/courses/study';
import type { OutlineLesson } from '../../authoring/revision/outline.ts';
import type { LessonProgressRow, PlayedRange } from '../progress/lesson-progress.entity.ts';
import { sumPlayed } from '../progress/present-progress.ts';
import { addInterval } from './intervals.ts';

/** Seconds of a video between two played ranges that make them one: players tell places by tenths. */
const playedGap = 0.25;

const toTenths = (seconds: number) => Math.round(seconds * 10) / 10;

/** What a learner has done of a lesson with one more piece of evidence. Another version of the lesson begins anew. */
export function addToProgress(
  progress: LessonProgressRow,
  { played }: StudyEvidence,
  { versionId, countedMs, duration }: { versionId: string; countedMs: number; duration: number | null },
): LessonProgressRow {
  const begun = progress.versionId === versionId ? progress : { ...progress, versionId, activeMs: 0, played: [], position: null };
  const active = { ...begun, activeMs: begun.activeMs + countedMs };
  if (!played || duration === null) return active;
  const from = Math.min(toTenths(played.from), duration);
  const to = Math.min(toTenths(played.to), duration);
  return { ...active, played: from < to ? addInterval(begun.played, [from, to], playedGap) : begun.played, position: to };
}

/** Whether the evidence is enough; of a quiz its attempts decide, of an assignment a teacher, of a package what it says. */
export function isFinished({ completion }: OutlineLesson, progress: LessonProgressRow, duration: number | null): boolean {
  switch (completion.rule) {
    case 'opened':
      return progress.activeMs >= completion.seconds * 1000;
    case 'watched':
      return duration !== null && isWatched(sumPlayed(cut(progress.played, duration)), duration, completion.percent);
    case 'passed':
    case 'accepted':
    case 'reported':
      return false;
  }
}

/** What lies within a video, which may be shorter than the one it was played of. */
function cut(played: readonly PlayedRange[], duration: number): PlayedRange[] {
  return played.flatMap(([from, to]): PlayedRange[] => (from < duration ? [[from, Math.min(to, duration)]] : []));
}

/** Seconds at the end of a video that players leave out. */
const endSlack = 0.2;

function isWatched(played: number, duration: number, percent: number): boolean {
  return played > 0 && played >= Math.min((duration * percent) / 100, duration - endSlack);
}
