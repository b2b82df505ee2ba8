import { found } from '@lyceum/common/errors';
import { route, routeWithOwnTransactions } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import * as contract from '@lyceum/contracts/streaming/playback';
import { In, IsNull } from 'typeorm';
import { VideoEntity } from '../../library/video/video.entity.ts';
import type { LessonGate } from '../gate/lesson-gate.ts';
import { requireShown, toPerson } from '../gate/require-open.ts';
import { findActive } from './count-active.ts';
import { PlaybackEntity } from './playback.entity.ts';
import { presentPlayback } from './present-playback.ts';
import { startPlayback } from './start-playback.ts';

interface Needs {
  readonly storage: Storage;
  readonly gate: LessonGate;
  readonly publicUrl: string;
  readonly contentUrl: string | undefined;
  readonly perPerson: number;
}

export const playbackRoutes = ({ storage, gate, publicUrl, contentUrl, perPerson }: Needs) => [
  routeWithOwnTransactions(
    contract.startPlayback,
    { access: contract.playbacks.own },
    async ({ params: { videoId }, body, ctx, actor, client, read, transact }) => {
      await requireShown(gate, { videoId, lessonId: body.lessonId }, toPerson(ctx, actor));
      const start = { ctx, actor, device: client.userAgent, videoId, ...body };
      const limits = { perPerson, servesFiles: contentUrl !== undefined };
      const { playback, fileToken } = await transact((db) => startPlayback(db, start, limits));
      const place = { publicUrl, space: ctx.space };
      return read((db) => presentPlayback(db, playback, fileToken, { storage, place, contentUrl }));
    },
  ),

  route(contract.listPlaybacks, { access: contract.playbacks.own }, async ({ db, ctx, actor }) => {
    const active = await findActive(db, actor.id, ctx.now());
    const shown = await db.findBy(VideoEntity, { id: In(active.map(({ videoId }) => videoId)) });
    const titles = new Map(shown.map(({ id, title }) => [id, title]));
    return { items: active.reverse().map((playback) => ({ ...playback, title: titles.get(playback.videoId) ?? '' })) };
  }),

  route(contract.endPlayback, { access: contract.playbacks.own }, async ({ params: { playbackId: id }, db, ctx, actor }) => {
    const own = { id, personId: actor.id };
    found(await db.findOneBy(PlaybackEntity, own), contract.playbackNotFound);
    await db.update(PlaybackEntity, { ...own, endedAt: IsNull() }, { endedAt: ctx.now() });
  }),
];
