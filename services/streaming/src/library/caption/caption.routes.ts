import { newId } from '@lyceum/common/database';
import { found } from '@lyceum/common/errors';
import { route, routeWithOwnTransactions } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import * as contract from '@lyceum/contracts/streaming/caption';
import { captionNotFound } from '@lyceum/contracts/streaming/caption';
import { videos } from '@lyceum/contracts/streaming/video';
import { toCaptionKey } from '../../objects/object-keys.ts';
import { toPlainText } from '../caption-text/clean-markup.ts';
import { decodeCaptions } from '../caption-text/decode-captions.ts';
import { parseCaptions } from '../caption-text/parse-captions.ts';
import { printCaptions } from '../caption-text/print-captions.ts';
import { requireRoom, type StorageLimits } from '../storage-usage/find-used-bytes.ts';
import { findVideo } from '../video/find-video.ts';
import { announceCaptions } from './announce-captions.ts';
import { CaptionEntity } from './caption.entity.ts';
import { forgetCaption } from './delete-caption-object.job.ts';
import { presentCaption } from './present-caption.ts';
import { putCaption } from './put-caption.ts';

export function captionRoutes({ storage, limits }: { storage: Storage; limits: StorageLimits }) {
  return [
    routeWithOwnTransactions(
      contract.putCaption,
      { access: videos.manage },
      async ({ read, transact, ctx, actor, params: { videoId, language }, body }) => {
        const { ownerId } = await read((db) => findVideo(db, actor, videoId, { to: 'update' }));
        const cues = parseCaptions(decodeCaptions(Buffer.from(body.file, 'base64'), body.charset));
        const text = Buffer.from(printCaptions(cues));
        const objectId = newId();
        await transact(async (db) => {
          await requireRoom(db, limits, ownerId, text.length);
          // Whatever happens from here on, a text that nobody has does not stay.
          await forgetCaption(db, ctx, objectId);
        });
        await storage.put(toCaptionKey(ctx.space, objectId), text, 'text/vtt; charset=utf-8');
        const content = { videoId, language, label: body.label, cues, objectId, bytes: text.length };
        return transact(async (db) => {
          await findVideo(db, actor, videoId, { to: 'update', lock: true });
          await requireRoom(db, limits, ownerId, text.length);
          const caption = await putCaption(db, ctx, content);
          await announceCaptions(db, ctx, videoId);
          return presentCaption(caption);
        });
      },
    ),

    route(contract.getCaption, { access: videos.manage }, async ({ db, actor, params: { videoId, language } }) => {
      await findVideo(db, actor, videoId, { to: 'read' });
      const caption = found(await db.findOneBy(CaptionEntity, { videoId, language }), captionNotFound);
      const cues = caption.cues.map(({ from, to, markup }) => ({ from, to, text: toPlainText(markup) }));
      return { ...caption, cues };
    }),

    route(contract.deleteCaption, { access: videos.manage }, async ({ db, ctx, actor, params: { videoId, language } }) => {
      await findVideo(db, actor, videoId, { to: 'update', lock: true });
      const { id, objectId } = found(await db.findOneBy(CaptionEntity, { videoId, language }), captionNotFound);
      await db.delete(CaptionEntity, { id });
      await forgetCaption(db, ctx, objectId);
      await announceCaptions(db, ctx, videoId);
    }),
  ];
}
