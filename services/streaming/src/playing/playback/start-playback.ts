import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { tooManyPlaybacks } from '@lyceum/contracts/streaming/playback';
import { videoNotFound, videoNotPlayable } from '@lyceum/contracts/streaming/video-problems';
import { type EntityManager, In, IsNull } from 'typeorm';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { EncodingEntity, type EncodingRow } from '../../processing/encoding/encoding.entity.ts';
import { findActive, lockPlaybacks } from './count-active.ts';
import { PlaybackEntity, type PlaybackRow } from './playback.entity.ts';
import { createFileToken, hashFileToken } from './playback-addresses.ts';

export interface Start {
  readonly ctx: Context;
  readonly actor: Actor;
  /** What the device calls itself. */
  readonly device: string;
  readonly videoId: string;
  readonly lessonId: string | null;
  /** Whether the oldest one ends when there are too many. */
  readonly replace: boolean;
}

interface Limits {
  readonly perPerson: number;
  /** Whether there is an address for plain files. */
  readonly servesFiles: boolean;
}

const hourMs = 3_600_000;
const maxDeviceLength = 300;

/** Twice the length and an hour: time for breaks, and to watch what was not understood again. */
const toLifeMs = (durationSeconds: number) => Math.min(2 * durationSeconds * 1000 + hourMs, 12 * hourMs);

/** Begins to play what the caller may watch; the token of the plain file is known here alone. */
export async function startPlayback(
  db: EntityManager,
  start: Start,
  { perPerson, servesFiles }: Limits,
): Promise<{ playback: PlaybackRow; fileToken: string | null }> {
  const { ctx, actor, videoId, lessonId } = start;
  const video = found(await db.findOneBy(VideoEntity, { id: videoId, deletedAt: IsNull() }), videoNotFound);
  const encoding = await findCurrent(db, video.currentEncodingId);
  await lockPlaybacks(db, actor.id);
  await makeRoom(db, start, perPerson);
  const offersFile = servesFiles && video.offersFile && encoding.plainFileBytes !== null;
  const fileToken = offersFile ? createFileToken() : null;
  const now = ctx.now();
  const playback: PlaybackRow = {
    ...{ id: newId(), personId: actor.id, roles: [...actor.roles], videoId, encodingId: encoding.id, lessonId },
    device: start.device
      .replace(/\p{Cc}/gu, ' ')
      .slice(0, maxDeviceLength)
      .trim(),
    fileTokenHash: fileToken === null ? null : hashFileToken(fileToken),
    ...{ stretches: [], tookFile: false, startedAt: now, lastSeenAt: now, endedAt: null },
    expiresAt: new Date(now.getTime() + toLifeMs(encoding.durationSeconds ?? 0)),
  };
  await db.insert(PlaybackEntity, playback);
  return { playback, fileToken };
}

async function findCurrent(db: EntityManager, id: string | null): Promise<EncodingRow> {
  return found(id === null ? null : await db.findOneBy(EncodingEntity, { id }), videoNotPlayable);
}

async function makeRoom(db: EntityManager, { ctx, actor, replace }: Start, perPerson: number): Promise<void> {
  const active = await findActive(db, actor.id, ctx.now());
  const surplus = active.length - perPerson + 1;
  if (surplus <= 0) return;
  if (!replace) throw fail(tooManyPlaybacks);
  const ids = active.slice(0, surplus).map(({ id }) => id);
  await db.update(PlaybackEntity, { id: In(ids) }, { endedAt: ctx.now() });
}
