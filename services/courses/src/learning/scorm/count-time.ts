import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { StudyEvidence } from '@lyceum/contracts/courses/study';
import type { EntityManager } from 'typeorm';
import { countEvidence } from '../study/count-evidence.ts';
import type { Commit } from './read-commit.ts';
import type { ScormLaunchRow } from './scorm-launch.entity.ts';

interface CountedTime {
  /** Of the launch, in all. */
  readonly countedSeconds: number;
  /** What the commit added to it. */
  readonly addedSeconds: number;
  /** When what it tells ended, in Unix milliseconds. */
  readonly endedAt: number;
}

type TimedLaunch = Pick<ScormLaunchRow, 'startedAt' | 'expiresAt' | 'endedAt' | 'countedSeconds'>;

/**
 * How much time of a launch counts: no more than the package says, and no more than has passed from its beginning until another one
 * took its place, by the clock of the server and that of the client.
 */
export function boundTime(
  { startedAt, expiresAt, endedAt: replacedAt, countedSeconds: before }: TimedLaunch,
  { elapsedMs, sessionSeconds }: Pick<Commit, 'elapsedMs' | 'sessionSeconds'>,
  now: Date,
): CountedTime {
  const until = replacedAt ?? expiresAt;
  const endedAt = Math.min(startedAt.getTime() + elapsedMs, now.getTime(), until.getTime());
  const passedSeconds = Math.max(endedAt - startedAt.getTime(), 0) / 1000;
  const countedSeconds = Math.max(before, Math.min(sessionSeconds, passedSeconds));
  return { countedSeconds, addedSeconds: countedSeconds - before, endedAt };
}

/** As long as a piece of evidence may be. */
const pieceMs = 300_000;

/** Reports time as evidence of study, which counts each moment of a person once; gives until when it was reported. */
export async function reportTime(
  db: EntityManager,
  ctx: Context,
  { personId, sessionId, startedAt, evidenceUntil }: ScormLaunchRow,
  { addedSeconds, endedAt }: CountedTime,
): Promise<Date> {
  const from = Math.max(evidenceUntil.getTime(), Math.round(endedAt - addedSeconds * 1000));
  if (sessionId === null || addedSeconds < 1 || from >= endedAt) return evidenceUntil;
  const evidence: StudyEvidence[] = [];
  for (let start = from; start < endedAt; start += pieceMs) {
    const window = { from: start, to: Math.min(start + pieceMs, endedAt) };
    const times = { from: window.from - startedAt.getTime(), to: window.to - startedAt.getTime() };
    evidence.push({ id: newId(), sessionId, ...times, played: null });
  }
  await countEvidence(db, ctx, { id: personId }, evidence);
  return new Date(endedAt);
}
