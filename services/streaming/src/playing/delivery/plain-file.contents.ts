import { type ContentFile, contentRoute } from '@lyceum/common/content';
import type { Context } from '@lyceum/common/context';
import { found } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import type { Role } from '@lyceum/contracts/shared/roles';
import { playbackNotFound } from '@lyceum/contracts/streaming/playback';
import type { EntityManager } from 'typeorm';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { toPlainFileKey } from '../../objects/object-keys.ts';
import { EncodingEntity } from '../../processing/encoding/encoding.entity.ts';
import type { LessonGate } from '../gate/lesson-gate.ts';
import { toPerson } from '../gate/require-open.ts';
import { findPlaying, noteSeen } from '../playback/find-playing.ts';
import { PlaybackEntity, type PlaybackRow } from '../playback/playback.entity.ts';
import { hashFileToken } from '../playback/playback-addresses.ts';

interface Needs {
  readonly storage: Storage;
  readonly gate: LessonGate;
  readonly perPerson: number;
}

/** The plain file, for players that send no header: whoever has the token plays it as the person, while that one may. */
export const plainFileContents = ({ storage, gate, perPerson }: Needs) => [
  contentRoute('GET /files/:token/video.mp4', async ({ ctx, params, read, transact }) => {
    const where = { fileTokenHash: hashFileToken(params['token'] ?? '') };
    const playback = await findPlaying({ read }, { ctx, where }, gate, (found) =>
      toPerson(ctx, { id: found.personId, roles: findRoles(ctx, found) }),
    );
    const size = await read((db) => findSize(db, playback));
    await noteSeen({ transact }, { ctx, playback, perPerson });
    return { file: toFile({ storage, transact }, toPlainFileKey(ctx.space, playback.encodingId), playback, size) };
  }),
];

/** Nobody says here which roles the person has by now. */
const believedMs = 3_600_000;

/** As they were when it began; after an hour those of anybody. */
function findRoles(ctx: Pick<Context, 'now'>, { roles, startedAt }: PlaybackRow): Role[] {
  return ctx.now().getTime() < startedAt.getTime() + believedMs ? roles : ['user'];
}

/** Bytes; fails when the author offers it no more. */
async function findSize(db: EntityManager, { videoId, encodingId }: PlaybackRow): Promise<number> {
  found(await db.findOneBy(VideoEntity, { id: videoId, offersFile: true }), playbackNotFound);
  const encoding = await db.findOneBy(EncodingEntity, { id: encodingId });
  return found(encoding?.plainFileBytes, playbackNotFound);
}

function toFile(
  { storage, transact }: Pick<OwnTransactions, 'transact'> & Pick<Needs, 'storage'>,
  key: string,
  { id, encodingId, tookFile }: PlaybackRow,
  size: number,
): ContentFile {
  return {
    ...{ mediaType: 'video/mp4', size, etag: `"${encodingId}"` },
    async open(range, signal) {
      if (!tookFile) await transact((db) => db.update(PlaybackEntity, { id }, { tookFile: true }));
      return storage.read(key, range, signal);
    },
  };
}
