import { route, routeWithOwnTransactions } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import * as contract from '@lyceum/contracts/streaming/image';
import { images } from '@lyceum/contracts/streaming/image';
import type { StorageLimits } from '../../library/storage-usage/find-used-bytes.ts';
import { toImageSourceKey } from '../../objects/object-keys.ts';
import { keepAnnounced } from './announce-image.ts';
import { completeImage } from './complete-image.ts';
import { findImage, findShownImages } from './find-image.ts';
import { deleteImage, uploadLifetime } from './forget-image-objects.ts';
import { presentImage } from './present-image.ts';

export function imageRoutes({ storage, config: limits }: { storage: Storage; config: StorageLimits }) {
  const access = images.own;
  return [
    route(contract.announceImage, { access }, async ({ db, ctx, actor, body }) => {
      const image = await keepAnnounced(db, { ctx, actor, limits }, body);
      const url = storage.presignPut(toImageSourceKey(ctx.space, image.id), uploadLifetime, image.type, image.size);
      return { ...presentImage(ctx, storage, image), upload: { url, headers: { 'content-type': image.type } } };
    }),

    routeWithOwnTransactions(contract.completeImage, { access }, async ({ read, transact, ctx, actor, params: { imageId } }) => {
      await read((db) => findImage(db, actor, imageId, { to: 'upload' }));
      const stored = await storage.head(toImageSourceKey(ctx.space, imageId));
      const image = await transact((db) => completeImage(db, ctx, actor, { imageId, stored }));
      return presentImage(ctx, storage, image);
    }),

    route(contract.getImage, { access }, async ({ db, ctx, actor, params }) =>
      presentImage(ctx, storage, await findImage(db, actor, params.imageId, { to: 'read' })),
    ),

    route(contract.getImages, { access }, async ({ db, ctx, actor, query }) => {
      const shown = await findShownImages(db, actor, query.ids);
      return { items: shown.map((image) => presentImage(ctx, storage, image)) };
    }),

    route(contract.deleteImage, { access }, async ({ db, ctx, actor, params }) => {
      const image = await findImage(db, actor, params.imageId, { to: 'delete', lock: true });
      await deleteImage(db, ctx, image);
    }),
  ];
}
