import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import type { Storage } from '@lyceum/common/storage';
import { requestInvalid } from '@lyceum/contracts/shared/common-problems';
import type { presignParts as contract } from '@lyceum/contracts/streaming/media-upload';
import type { z } from 'zod';
import { toSourceKey } from '../../objects/object-keys.ts';
import type { SentUpload } from '../upload/begin-sending.ts';
import { countParts, partBytes } from '../upload/part-plan.ts';

const validSeconds = 3600;

/** Addresses that take exactly these parts, for an hour. Fails with `request.invalid` for a part the file does not have. */
export function presignParts(
  ctx: Context,
  storage: Storage,
  upload: SentUpload,
  parts: z.output<(typeof contract)['body']>['parts'],
): z.input<(typeof contract)['response']> {
  const key = toSourceKey(ctx.space, upload.id);
  const signedAt = ctx.now();
  const addresses = parts.map(({ part, md5 }, index) => {
    const size = partBytes(upload, part);
    if (size === undefined) throw noSuchPart(index, countParts(upload));
    const url = storage.presignPart(key, upload.storeUploadId, part, validSeconds, { size, md5, signedAt });
    return { part, url, headers: md5 === null ? {} : { 'content-md5': md5 }, size };
  });
  return { parts: addresses, expiresAt: new Date(signedAt.getTime() + validSeconds * 1000) };
}

function noSuchPart(index: number, count: number) {
  const message = { en: `The file has ${count} parts`, ru: `Частей у файла: ${count}` };
  return fail(requestInvalid, { errors: [{ pointer: `/body/parts/${index}/part`, message }] });
}
