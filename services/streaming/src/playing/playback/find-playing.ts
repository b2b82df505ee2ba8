import type { Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import type { OnBehalf } from '@lyceum/common/service-client';
import { playbackEnded, playbackNotFound } from '@lyceum/contracts/streaming/playback';
import type { FindOptionsWhere } from 'typeorm';
import type { LessonGate } from '../gate/lesson-gate.ts';
import { requireStillOpen } from '../gate/require-open.ts';
import { activeMs, findActive, lockPlaybacks } from './count-active.ts';
import { PlaybackEntity, type PlaybackRow } from './playback.entity.ts';

/** How exactly it is known when a playback last asked for anything. */
const seenEveryMs = 20_000;

/**
 * A playback that goes on. Fails with `playback.not_found`, also to everybody else, with `playback.ended`, and with `lesson.locked` once
 * the gate is closed.
 */
export async function findPlaying(
  { read }: Pick<OwnTransactions, 'read'>,
  { ctx, where }: { ctx: Pick<Context, 'now'>; where: FindOptionsWhere<PlaybackRow> },
  gate: LessonGate,
  toPerson: (playback: PlaybackRow) => OnBehalf,
): Promise<PlaybackRow> {
  const playback = found(await read((db) => db.findOneBy(PlaybackEntity, where)), playbackNotFound);
  if (playback.endedAt !== null || playback.expiresAt <= ctx.now()) throw fail(playbackEnded);
  await requireStillOpen(gate, playback, toPerson(playback));
  return playback;
}

interface Seen {
  readonly ctx: Pick<Context, 'now'>;
  readonly playback: PlaybackRow;
  /** How many playbacks a person may have at once. */
  readonly perPerson: number;
  /** Whose key is asked for; undefined when it is something else. */
  readonly stretch?: number;
}

/**
 * Notes that somebody is watching, and the stretch, where that is news: by one statement. A playback that was silent for long needs a
 * place again, and fails with `playback.ended` while others have them all.
 */
export async function noteSeen(
  { transact }: Pick<OwnTransactions, 'transact'>,
  { ctx, playback, perPerson, stretch }: Seen,
): Promise<void> {
  const now = ctx.now();
  const silentMs = now.getTime() - playback.lastSeenAt.getTime();
  const isNew = stretch !== undefined && !playback.stretches.includes(stretch);
  if (!isNew && silentMs < seenEveryMs) return;
  await transact(async (db) => {
    if (silentMs >= activeMs) {
      await lockPlaybacks(db, playback.personId);
      const active = await findActive(db, playback.personId, now);
      const others = active.filter(({ id }) => id !== playback.id);
      if (others.length >= perPerson) throw fail(playbackEnded);
    }
    const [, count] = await db.query<[unknown[], number]>(
      `UPDATE playbacks SET last_seen_at = greatest(last_seen_at, $2),
         stretches = CASE WHEN $3::int IS NULL OR $3 = ANY(stretches) THEN stretches ELSE stretches || $3::int END
       WHERE id = $1 AND ended_at IS NULL`,
      [playback.id, now, stretch ?? null],
    );
    if (count === 0) throw fail(playbackEnded);
  });
}
