import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import { uploadEnded, uploadOtherWay } from '@lyceum/contracts/streaming/media-upload';
import { IsNull } from 'typeorm';
import { toSourceKey } from '../../objects/object-keys.ts';
import { findOpenUpload } from './find-upload.ts';
import { toExpiry } from './start-upload.ts';
import { UploadEntity, type UploadRow } from './upload.entity.ts';

/** An upload that the object store knows. */
export type SentUpload = UploadRow & { storeUploadId: string };

/**
 * The upload, open at the object store for bytes that come in this way from now on; it expires a week later. Fails with
 * `upload.not_found`, `upload.ended` and `upload.other_way`.
 */
export async function beginSending(
  { transact }: OwnTransactions,
  ctx: Context,
  actor: Actor,
  storage: Storage,
  id: string,
  way: UploadRow['way'],
): Promise<SentUpload> {
  const expiresAt = toExpiry(ctx);
  const upload = await transact(async (db) => {
    const row = await findOpenUpload(db, actor.id, id);
    requireWay(row, way);
    await db.update(UploadEntity, { id, status: 'open' }, { expiresAt });
    return { ...row, expiresAt };
  });
  if (isSent(upload)) return upload;
  const storeUploadId = await storage.startUpload(toSourceKey(ctx.space, id), 'application/octet-stream');
  return transact(async (db) => {
    // Of two requests that begin at once the first decides; what the other has begun at the store goes when the upload ends.
    await db.update(UploadEntity, { id, status: 'open', storeUploadId: IsNull() }, { storeUploadId, way });
    const row = await findOpenUpload(db, actor.id, id);
    requireWay(row, way);
    if (!isSent(row)) throw fail(uploadEnded);
    return row;
  });
}

export const isSent = (upload: UploadRow): upload is SentUpload => upload.storeUploadId !== null;

/** What was announced goes either way until the first byte; what tus has made goes by tus. */
function requireWay(upload: UploadRow, way: UploadRow['way']): void {
  if (upload.way !== way && (isSent(upload) || upload.way === 'tus')) throw fail(uploadOtherWay);
}
