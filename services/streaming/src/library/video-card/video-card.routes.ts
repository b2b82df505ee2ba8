import { fail, found } from '@lyceum/common/errors';
import { requireVersion, route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import type { Storage } from '@lyceum/common/storage';
import * as contract from '@lyceum/contracts/streaming/video';
import { videoNotDeleted, videos } from '@lyceum/contracts/streaming/video';
import { videoNotFound, videoNotPlayable } from '@lyceum/contracts/streaming/video-problems';
import { toSourceKey } from '../../objects/object-keys.ts';
import { VideoUsageEntity } from '../usage/video-usage.entity.ts';
import { findVideo } from '../video/find-video.ts';
import { VideoEntity } from '../video/video.entity.ts';
import { changeDetails, changePoster, moveToGrace, restore } from './change-video.ts';
import { presentVideo, presentVideos } from './present-video.ts';
import { selectVideos, toSort } from './select-videos.ts';

/** How long an address gives a source, in seconds; whoever has begun by then may go on. */
const downloadLifetime = 300;

export function videoCardRoutes({ storage }: { storage: Storage }) {
  const access = videos.manage;
  return [
    route(contract.listVideos, { access }, async ({ db, ctx, actor, query }) => {
      const { rows, nextCursor } = await findPage(selectVideos(db, actor, query), query, toSort(query));
      return { items: await presentVideos(db, ctx, storage, rows), nextCursor };
    }),

    route(contract.getVideo, { access }, async ({ db, ctx, actor, params }) =>
      presentVideo(db, ctx, storage, await findVideo(db, actor, params.videoId, { to: 'read' })),
    ),

    route(contract.updateVideo, { access }, async ({ db, ctx, actor, params, body, ifMatch }) => {
      const video = await findVideo(db, actor, params.videoId, { to: 'update', lock: true });
      requireVersion(video.version, ifMatch);
      return presentVideo(db, ctx, storage, await changeDetails(db, ctx, video, body));
    }),

    route(contract.choosePoster, { access }, async ({ db, ctx, actor, params, body }) => {
      const video = await findVideo(db, actor, params.videoId, { to: 'update', lock: true });
      return presentVideo(db, ctx, storage, await changePoster(db, ctx, video, body.second));
    }),

    route(contract.deleteVideo, { access }, async ({ db, ctx, actor, params, ifMatch }) => {
      const video = await findVideo(db, actor, params.videoId, { to: 'update', lock: true });
      requireVersion(video.version, ifMatch);
      await moveToGrace(db, ctx, video);
    }),

    route(contract.restoreVideo, { access }, async ({ db, ctx, actor, params }) => {
      const { deletedAt } = found(await db.findOneBy(VideoEntity, { id: params.videoId }), videoNotFound);
      const deleted = deletedAt !== null;
      const video = await findVideo(db, actor, params.videoId, { to: 'update', lock: deleted, deleted });
      if (!deleted) throw fail(videoNotDeleted);
      return presentVideo(db, ctx, storage, await restore(db, ctx, video));
    }),

    route(contract.downloadSource, { access }, async ({ db, ctx, actor, params }) => {
      const video = await findVideo(db, actor, params.videoId, { to: 'update' });
      const encodingId = found(video.currentEncodingId ?? video.newestEncodingId, videoNotPlayable);
      // Uploads answer with cards, so their table is named here and their entity is not.
      const [upload] = await db.query<{ name: string }[]>('SELECT name FROM media_uploads WHERE id = $1', [encodingId]);
      const key = toSourceKey(ctx.space, encodingId);
      return { location: storage.presignGet(key, downloadLifetime, upload?.name ?? video.title) };
    }),

    route(contract.listVideoUsages, { access }, async ({ db, actor, params, query }) => {
      const { id: videoId } = await findVideo(db, actor, params.videoId, { to: 'read' });
      const usages = db.createQueryBuilder(VideoUsageEntity, 'usage').where({ videoId });
      const { rows, nextCursor } = await findPage(usages, query, { property: 'id', direction: 'ASC' });
      return { items: rows, nextCursor };
    }),
  ];
}
