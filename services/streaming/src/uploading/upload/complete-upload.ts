import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import { uploadIncomplete, uploadNotFound } from '@lyceum/contracts/streaming/media-upload';
import { toSourceKey } from '../../objects/object-keys.ts';
import { startEncoding } from '../../processing/encoding/start-encoding.ts';
import type { MasterKeys } from '../../processing/encryption/master-keys.ts';
import { clearUpload } from '../clearing/clear-upload.job.ts';
import { isSent, type SentUpload } from './begin-sending.ts';
import { lockUpload } from './find-upload.ts';
import { countParts, partBytes } from './part-plan.ts';
import { toExpiry } from './start-upload.ts';
import { UploadEntity, type UploadRow } from './upload.entity.ts';

export interface Completing {
  readonly storage: Storage;
  readonly masterKeys: MasterKeys;
}

/**
 * Puts the file together and begins to make a video of it; whatever has been done of that before, and whoever does it at the same
 * time, it is done once. Fails with `upload.incomplete`, and with `upload.not_found` when it was cancelled meanwhile.
 */
export async function completeUpload(
  { transact }: OwnTransactions,
  ctx: Context,
  { storage, masterKeys }: Completing,
  upload: UploadRow,
): Promise<void> {
  if (upload.status === 'completed') return;
  if (!isSent(upload)) throw fail(uploadIncomplete);
  await assemble(storage, toSourceKey(ctx.space, upload.id), upload);
  await transact(async (db) => {
    const locked = await lockUpload(db, upload);
    if (!locked) throw fail(uploadNotFound);
    if (locked.upload.status === 'completed') return;
    await db.update(UploadEntity, { id: upload.id }, { status: 'completed', expiresAt: toExpiry(ctx) });
    await startEncoding(db, ctx, masterKeys, locked.video, upload);
    await clearUpload(db, ctx, upload.id, { keepsSource: true });
  });
}

/** Makes one object of the parts, unless that has happened: then the store knows no such upload, and has the object. */
async function assemble(storage: Storage, key: string, upload: SentUpload): Promise<void> {
  const isWhole = async () => (await storage.head(key))?.size === upload.size;
  const parts = await storage.listParts(key, upload.storeUploadId);
  if (parts) {
    const sizes = parts.map(({ size }) => size);
    const matches = upload.way === 'tus' ? hasAllBytes(upload, sizes) : hasAllParts(upload, parts);
    if (!matches) throw fail(uploadIncomplete);
    await storage.completeUpload(key, upload.storeUploadId, parts).catch(async (error: unknown) => {
      // Somebody else was faster.
      if (!(await isWhole())) throw error;
    });
  }
  if (!(await isWhole())) throw fail(uploadIncomplete);
}

const hasAllParts = (upload: UploadRow, parts: readonly { part: number; size: number }[]) =>
  parts.length === countParts(upload) && parts.every(({ part, size }) => partBytes(upload, part) === size);

/** The parts of tus follow each other, of whatever size. */
const hasAllBytes = ({ size }: UploadRow, sizes: readonly number[]) => sizes.reduce((sum, bytes) => sum + bytes, 0) === size;
