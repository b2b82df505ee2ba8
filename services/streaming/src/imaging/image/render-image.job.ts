import { handle, type JobHandler, type JobRun } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import { type ImageFailure, maxImageBytes } from '@lyceum/contracts/streaming/image';
import { IsNull } from 'typeorm';
import { toImageSourceKey } from '../../objects/object-keys.ts';
import type { MadeVariant } from '../picture/make-picture.ts';
import { makePictureApart } from '../picture/make-picture-apart.ts';
import { forgetImage, forgetSource } from './forget-image-objects.ts';
import { ImageEntity, type ImageRow } from './image.entity.ts';
import { renderImage } from './image-jobs.ts';
import { toVariantKey } from './present-image.ts';

type Ending =
  | { status: 'ready'; failureCode: null; variants: ImageRow['variants']; size: number }
  | { status: 'failed'; failureCode: ImageFailure; size: 0 };

export function handleRenderImage({ storage }: { storage: Storage }): JobHandler {
  return handle(
    renderImage,
    async ({ imageId }, run) => {
      const image = await run.read((db) => db.findOneBy(ImageEntity, { id: imageId, status: 'processing', deletedAt: IsNull() }));
      if (!image) return;
      try {
        await end(run, image, await render(storage, run, image));
      } catch (error) {
        if (!run.isFinal(error)) throw error;
        await end(run, image, toFailed('interrupted'));
        throw error;
      }
    },
    {
      giveUp: async ({ imageId }, run) => {
        const image = await run.read((db) =>
          db.findOneBy(ImageEntity, { id: imageId, status: 'processing', deletedAt: IsNull() }),
        );
        if (image) await end(run, image, toFailed('interrupted'));
      },
    },
  );
}

const toFailed = (failureCode: ImageFailure): Ending => ({ status: 'failed', failureCode, size: 0 });

async function render(storage: Storage, { ctx, signal }: JobRun, { id, purpose }: ImageRow): Promise<Ending> {
  const bytes = await storage.get(toImageSourceKey(ctx.space, id), { maxBytes: maxImageBytes });
  const made = await makePictureApart({ purpose, bytes }, { signal });
  if ('failure' in made) return toFailed(made.failure);
  for (const variant of made.variants)
    await storage.put(toVariantKey(ctx.space, id, variant), variant.bytes, `image/${variant.format}`);
  const variants = made.variants.map(toStored);
  return { status: 'ready', failureCode: null, variants, size: variants.reduce((sum, { size }) => sum + size, 0) };
}

const toStored = ({ format, width, height, bytes }: MadeVariant) => ({ format, width, height, size: bytes.length });

/** Says how it ended, once. What was made of a picture that failed after all, or was deleted meanwhile, goes again. */
async function end({ ctx, transact }: JobRun, image: ImageRow, ending: Ending): Promise<void> {
  await transact(async (db) => {
    const { affected } = await db.update(ImageEntity, { id: image.id, status: 'processing', deletedAt: IsNull() }, ending);
    if (affected) await (ending.status === 'ready' ? forgetSource : forgetImage)(db, ctx, image);
    else if (!(await db.existsBy(ImageEntity, { id: image.id, deletedAt: IsNull() }))) await forgetImage(db, ctx, image);
  });
}
