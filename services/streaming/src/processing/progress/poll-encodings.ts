import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '@lyceum/common/context';
import type { Database } from '@lyceum/common/database';
import { Any, type EntityManager } from 'typeorm';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { EncodingEntity, type EncodingRow } from '../encoding/encoding.entity.ts';

/** Less than the second in which watchers are promised to know. */
const lookEveryMs = 900;

/** What is made of a video; `encoding` is null before it has a file. */
export interface WatchedVideo {
  readonly videoId: string;
  readonly encoding: EncodingRow | null;
}

/** A video as the next look finds it; undefined when it is gone. */
export type EncodingPoller = (context: Pick<Context, 'space'>, videoId: string) => Promise<WatchedVideo | undefined>;

/** The newest file of each of these videos that is not deleted. */
export async function findNewestEncodings(db: EntityManager, videoIds: readonly string[]): Promise<WatchedVideo[]> {
  const videos = await db.find(VideoEntity, {
    select: { id: true, newestEncodingId: true, deletedAt: true },
    where: { id: Any([...videoIds]) },
  });
  const kept = videos.filter(({ deletedAt }) => deletedAt === null);
  const ids = kept.flatMap(({ newestEncodingId }) => newestEncodingId ?? []);
  const encodings = ids.length > 0 ? await db.findBy(EncodingEntity, { id: Any(ids) }) : [];
  return kept.map(({ id, newestEncodingId }) => {
    return { videoId: id, encoding: encodings.find((one) => one.id === newestEncodingId) ?? null };
  });
}

/** All who wait for videos of a space share one look, and while nobody waits there is none. */
export function createEncodingPoller(database: Pick<Database, 'read'>): EncodingPoller {
  const looks = new Map<string, { ids: Set<string>; found: Promise<WatchedVideo[]> }>();

  function begin(space: string) {
    const ids = new Set<string>();
    // A process that ends waits for no look.
    const found = delay(lookEveryMs, undefined, { ref: false }).then(() => {
      looks.delete(space);
      return database.read({ space }, (db) => findNewestEncodings(db, [...ids]));
    });
    const look = { ids, found };
    looks.set(space, look);
    return look;
  }

  return async ({ space }, wanted) => {
    const look = looks.get(space) ?? begin(space);
    look.ids.add(wanted);
    return (await look.found).find(({ videoId }) => videoId === wanted);
  };
}
