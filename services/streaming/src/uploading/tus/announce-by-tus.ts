import { fail } from '@lyceum/common/errors';
import { requestInvalid } from '@lyceum/contracts/shared/common-problems';
import { startUpload as contract } from '@lyceum/contracts/streaming/media-upload';

const unusable = {
  en: 'Upload-Length, and in Upload-Metadata a filename, are needed; title, folderId, videoId and sha256 may be there',
  ru: 'Нужны размер файла и его имя (filename); можно указать название, папку, видео для замены и сумму SHA-256',
};

/** What `Upload-Length` and `Upload-Metadata` announce. Fails with `request.invalid`. */
export function readAnnouncement(length: string | null, metadata: Readonly<Record<string, string | null>> = {}) {
  const { filename, title, folderId, videoId, sha256 } = metadata;
  const given = Object.entries({ title, folderId, videoId, sha256 }).filter(([, value]) => Boolean(value));
  const announced = contract.body.safeParse({ name: filename, size: Number(length), ...Object.fromEntries(given) });
  if (!announced.success) throw fail(requestInvalid, { errors: [{ pointer: '/header/upload-metadata', message: unusable }] });
  return announced.data;
}
