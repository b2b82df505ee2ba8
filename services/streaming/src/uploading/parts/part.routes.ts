import { fail, found } from '@lyceum/common/errors';
import { routeWithOwnTransactions } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/streaming/media-upload';
import { videos } from '@lyceum/contracts/streaming/video';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { presentVideo } from '../../library/video-card/present-video.ts';
import { toSourceKey } from '../../objects/object-keys.ts';
import { beginSending, isSent } from '../upload/begin-sending.ts';
import { type Completing, completeUpload } from '../upload/complete-upload.ts';
import { findUpload } from '../upload/find-upload.ts';
import { presentUpload } from '../upload/present-upload.ts';
import { presignParts } from './presign-parts.ts';

export function partRoutes({ config, ...completing }: Completing & { readonly config: { readonly PUBLIC_URL: string } }) {
  const { storage } = completing;
  const access = videos.manage;
  return [
    routeWithOwnTransactions(contract.getUpload, { access }, async ({ read, ctx, actor, params }) => {
      const upload = await read((db) => findUpload(db, actor.id, params.uploadId));
      const isOnItsWay = upload.status === 'open' && isSent(upload);
      const parts = isOnItsWay ? await storage.listParts(toSourceKey(ctx.space, upload.id), upload.storeUploadId) : [];
      return { ...presentUpload(upload, config.PUBLIC_URL), parts: parts ?? [] };
    }),

    routeWithOwnTransactions(contract.presignParts, { access }, async ({ read, transact, ctx, actor, params, body }) => {
      const upload = await beginSending({ read, transact }, ctx, actor, storage, params.uploadId, 'parts');
      return presignParts(ctx, storage, upload, body.parts);
    }),

    routeWithOwnTransactions(contract.completeUpload, { access }, async ({ read, transact, ctx, actor, params }) => {
      const upload = await read((db) => findUpload(db, actor.id, params.uploadId));
      if (upload.way === 'tus') throw fail(contract.uploadOtherWay);
      await completeUpload({ read, transact }, ctx, completing, upload);
      return read(async (db) => {
        const video = await db.findOneBy(VideoEntity, { id: upload.videoId });
        return presentVideo(db, ctx, storage, found(video, contract.uploadNotFound));
      });
    }),
  ];
}
