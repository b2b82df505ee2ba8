import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, matching, timestamp } from '../shared/fields.ts';
import { fileName } from '../shared/file-name.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { folderNotFound } from './folder.ts';
import { video } from './video.ts';
import { uploadStorageFull, videoNotFound, videoNotYours } from './video-problems.ts';

export const uploadNotFound = defineProblem('upload.not_found', 404, {
  en: 'There is no such upload',
  ru: 'Такой загрузки нет',
});
export const uploadTooLarge = defineProblem('upload.too_large', 422, {
  en: 'The file is larger than you may upload',
  ru: 'Файл больше, чем вам разрешено загружать',
});
export const uploadTooMany = defineProblem('upload.too_many', 409, {
  en: 'You have 20 unfinished uploads: finish or cancel one',
  ru: 'У вас 20 незавершённых загрузок: завершите или отмените одну',
});
export const uploadIncomplete = defineProblem('upload.incomplete', 409, {
  en: 'Parts are missing, or are not of the announced size: send them, then complete the upload again',
  ru: 'Не хватает частей, или их размер не тот, что заявлен: отправьте их и завершите загрузку ещё раз',
});
export const uploadEnded = defineProblem('upload.ended', 409, {
  en: 'The upload is completed already',
  ru: 'Загрузка уже завершена',
});
export const uploadOtherWay = defineProblem('upload.other_way', 409, {
  en: 'The upload was begun with tus and takes no parts',
  ru: 'Загрузка начата по протоколу tus и не принимает части',
});

/** Bytes of the largest file that S3 takes in 10,000 parts, a little less than 5 TB; roles have limits below it. */
const maxStoreBytes = 5_000_000_000_000;

/** Parts whose addresses are asked for at once. */
export const maxPartsAtOnce = 200;

const part = z.int().min(1).max(10_000);

const md5 = matching(/^[A-Za-z0-9+/]{21}[AQgw]==$/, 24, {
  en: 'An MD5 in Base64 is needed',
  ru: 'Нужна сумма MD5 в Base64',
});

const sha256 = matching(/^[0-9a-f]{64}$/, 64, {
  en: 'A SHA-256 in small hexadecimal digits is needed',
  ru: 'Нужна сумма SHA-256 строчными шестнадцатеричными цифрами',
});

export const mediaUpload = z
  .object({
    id: id.describe('Id of the upload'),
    videoId: id.describe('Id of the video that the file is for'),
    name: z.string().describe('Name of the file'),
    size: z.int().describe('Bytes of the file'),
    status: z.enum(['open', 'completed']).describe('Whether bytes are still awaited'),
    way: z.enum(['parts', 'tus']).describe('How the bytes come'),
    partSize: z.int().describe('Bytes of each part but the last'),
    partCount: z.int().describe('How many parts there are, numbered from 1'),
    tusUrl: z.url().describe('The same upload as a resource of tus 1.0, for clients that want one address'),
    createdAt: timestamp.describe('When it was announced'),
    expiresAt: timestamp.describe('When it is given up if nothing comes; each request for addresses puts it off by a week'),
  })
  .meta({ id: 'MediaUpload', description: 'A file on its way into the library' });

const uploadId = z.strictObject({ uploadId: id.describe('Id of the upload') });

export const startUpload = defineEndpoint('startUpload', 'POST /streaming/uploads', {
  summary: 'Announce the file of a new video, or one that takes the place of another; then send its parts to the object store',
  description:
    'The video is there at once and waits for its file. Parts are sent with `PUT` to addresses of the object store, in any order and ' +
    'several at a time; after an interruption `GET` tells which have arrived. The same upload can be sent to `tusUrl` instead, in pieces of at most 64 MB ' +
    '(tus-js-client: `uploadUrl`, `chunkSize`); a tus client may also announce the file itself with `POST /streaming/tus`, whose metadata have ' +
    '`filename`, and `title`, `folderId`, `videoId`, `sha256` as here. With `videoId` the ' +
    'old file is played until the new one can be; captions, chapters and lessons stay.',
  body: z.strictObject({
    name: fileName.meta({ description: 'Name of the file, without a path', examples: ['lesson-1.mp4'] }),
    size: z
      .int()
      .min(1)
      .max(maxStoreBytes)
      .meta({ description: 'Bytes of the file', examples: [73_400_320] }),
    sha256: sha256.nullable().default(null).describe('What the whole file must sum up to; null when it is not known'),
    title: line(1, 200).optional().describe('Title of the new video; its file name without the ending by default'),
    folderId: id.nullable().default(null).describe('Folder of the new video; null for none'),
    videoId: id.nullable().default(null).describe('The video whose file this replaces; null for a new one'),
  }),
  response: mediaUpload,
  status: 201,
  errors: [videoNotFound, videoNotYours, folderNotFound, uploadTooLarge, uploadStorageFull, uploadTooMany],
  idempotent: true,
});

export const listUploads = defineEndpoint('listUploads', 'GET /streaming/uploads', {
  summary: 'One’s own unfinished uploads, to go on with on any device',
  query: pageQuery,
  response: page(mediaUpload),
});

export const getUpload = defineEndpoint('getUpload', 'GET /streaming/uploads/:uploadId', {
  summary: 'An upload, with the parts that have arrived',
  params: uploadId,
  response: mediaUpload
    .extend({
      parts: z
        .array(
          z.object({
            part: part.describe('Number of the part'),
            size: z.int().describe('Bytes of it'),
            etag: z.string().describe('What the store calls it'),
          }),
        )
        .describe('What has arrived, as the object store knows it; none once the upload is completed, or comes by tus'),
    })
    .meta({ id: 'MediaUploadWithParts', description: 'A file on its way, with the parts that have arrived' }),
  errors: [uploadNotFound],
});

export const presignParts = defineEndpoint('presignParts', 'POST /streaming/uploads/:uploadId/parts', {
  summary: 'Addresses of parts, valid for an hour; ask again for those that have expired',
  params: uploadId,
  body: z.strictObject({
    parts: z
      .array(
        z.strictObject({
          part: part.describe('Number of the part'),
          md5: md5
            .nullable()
            .default(null)
            .describe('What the store must find the part to sum up to (MD5 in Base64); null when not known'),
        }),
      )
      .min(1)
      .max(maxPartsAtOnce)
      .describe('The parts that are sent next'),
  }),
  response: z.object({
    parts: z
      .array(
        z.object({
          part: part.describe('Number of the part'),
          url: z.url().describe('Where it goes: `PUT`'),
          headers: z.record(z.string(), z.string()).describe('Headers the request must have'),
          size: z.int().describe('Bytes it must have'),
        }),
      )
      .describe('In the order of the request'),
    expiresAt: timestamp.describe('Until when the addresses take a part'),
  }),
  errors: [uploadNotFound, uploadEnded, uploadOtherWay],
});

export const completeUpload = defineEndpoint('completeUpload', 'POST /streaming/uploads/:uploadId/complete', {
  summary: 'Say that all parts are sent; the file is put together and processed. A repeat changes nothing',
  params: uploadId,
  response: video,
  errors: [uploadNotFound, uploadIncomplete, uploadOtherWay],
});

export const cancelUpload = defineEndpoint('cancelUpload', 'DELETE /streaming/uploads/:uploadId', {
  summary: 'Give an unfinished upload up; a new video that waits for it goes, too',
  params: uploadId,
  errors: [uploadNotFound, uploadEnded],
});

const room = z.object({
  usedBytes: z.int().describe('Bytes that are taken'),
  maxBytes: z.int().describe('Bytes that may be taken'),
});

export const getStorageUsage = defineEndpoint('getStorageUsage', 'GET /streaming/storage', {
  summary: 'What one’s own videos and pictures take, and those of the school',
  response: z
    .object({
      own: room.describe('Of one’s own videos and pictures'),
      school: room.describe('Of those of the school'),
      maxFileBytes: z.int().describe('The largest file one may upload'),
    })
    .meta({ id: 'StorageUsage', description: 'How much room is taken' }),
});
