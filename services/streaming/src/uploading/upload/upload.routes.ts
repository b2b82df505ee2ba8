import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import * as contract from '@lyceum/contracts/streaming/media-upload';
import { videos } from '@lyceum/contracts/streaming/video';
import { findUsedBytes } from '../../library/storage-usage/find-used-bytes.ts';
import { cancelUpload } from './give-up-upload.ts';
import { presentUpload } from './present-upload.ts';
import { maxFileBytes, startUpload, type UploadLimits } from './start-upload.ts';
import { UploadEntity } from './upload.entity.ts';

export function uploadRoutes({ config }: { config: UploadLimits & { readonly PUBLIC_URL: string } }) {
  const access = videos.manage;
  return [
    route(contract.startUpload, { access }, async ({ db, ctx, actor, body }) =>
      presentUpload(await startUpload(db, ctx, actor, config, body), config.PUBLIC_URL),
    ),

    route(contract.listUploads, { access }, async ({ db, actor, query }) => {
      const own = db.createQueryBuilder(UploadEntity, 'upload').where({ personId: actor.id, status: 'open' });
      const { rows, nextCursor } = await findPage(own, query, { property: 'createdAt', direction: 'DESC' });
      return { items: rows.map((upload) => presentUpload(upload, config.PUBLIC_URL)), nextCursor };
    }),

    route(contract.cancelUpload, { access }, async ({ db, ctx, actor, params }) => cancelUpload(db, ctx, actor, params.uploadId)),

    route(contract.getStorageUsage, { access }, async ({ db, actor }) => {
      const used = await findUsedBytes(db, actor.id);
      return {
        own: { usedBytes: used.person, maxBytes: config.MEDIA_BYTES_PER_PERSON },
        school: { usedBytes: used.space, maxBytes: config.MEDIA_BYTES_PER_SPACE },
        maxFileBytes: maxFileBytes(actor, config),
      };
    }),
  ];
}
