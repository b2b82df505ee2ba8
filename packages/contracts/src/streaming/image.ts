import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { bounded, id, timestamp } from '../shared/fields.ts';
import { fileName } from '../shared/file-name.ts';
import { upload } from '../shared/upload.ts';
import { uploadStorageFull } from './video-problems.ts';

export const images = {
  own: definePermission('images.own', ['user', 'staff', 'admin']),
  /** Covers and pictures for courses; an avatar anybody may have. */
  publish: definePermission('images.publish', ['staff', 'admin']),
  manageAny: definePermission('images.manage-any', ['admin']),
};

export const imageNotFound = defineProblem('image.not_found', 404, {
  en: 'There is no such picture',
  ru: 'Такой картинки нет',
});
export const imageNotUploaded = defineProblem('image.not_uploaded', 409, {
  en: 'The picture is not uploaded yet, or not as it was announced',
  ru: 'Картинка ещё не загружена, или загружена не та, что заявлена',
});
export const imagePurposeForbidden = defineProblem('image.purpose_forbidden', 403, {
  en: 'You may only upload an avatar',
  ru: 'Вы можете загрузить только аватар',
});
export const tooManyImages = defineProblem('image.too_many', 409, {
  en: 'You have too many pictures: delete some',
  ru: 'У вас слишком много картинок: удалите лишние',
});

/** Bytes of an uploaded picture. */
export const maxImageBytes = 20_000_000;

export const imagePurposes = ['avatar', 'cover', 'picture'] as const;

export const imageFailures = ['not-a-picture', 'too-many-pixels', 'damaged', 'more-than-a-picture', 'interrupted'] as const;

export type ImageFailure = (typeof imageFailures)[number];

const variant = z.object({
  format: z.enum(['avif', 'webp', 'jpeg']).describe('Format of the file'),
  width: z.int().describe('Pixels'),
  height: z.int().describe('Pixels'),
  size: z.int().describe('Bytes'),
  url: z.url().describe('Address of the picture, the same within an hour and valid for at least another'),
});

export const image = z
  .object({
    id: id.describe('Id of the picture'),
    ownerId: id.describe('Id of the person who uploaded it'),
    purpose: z.enum(imagePurposes).describe('What it is for: an avatar and a cover are cut to their shape'),
    name: z.string().describe('Name of the file'),
    status: z.enum(['waiting', 'processing', 'ready', 'failed']).describe('`waiting` for its upload'),
    failure: z
      .object({
        code: z.enum(imageFailures).describe('Why'),
        message: z.string().describe('The reason, in the language of the caller'),
      })
      .nullable()
      .describe('Why nothing could be made of it; null when nothing failed'),
    variants: z
      .array(variant)
      .describe('What pages show, made anew and without what cameras write into files; the best format first'),
    createdAt: timestamp.describe('When it was announced'),
  })
  .meta({ id: 'Image', description: 'A picture: an avatar, the cover of a course, a picture for a page' });

const imageId = z.strictObject({ imageId: id.describe('Id of the picture') });

export const announceImage = defineEndpoint('announceImage', 'POST /streaming/images', {
  summary: 'Announce a picture; upload it with PUT to the address, which is valid for an hour, then complete it',
  description: 'JPEG, PNG, WebP or AVIF of at most 50 megapixels. Served is only what was made anew of it.',
  body: z.strictObject({
    purpose: image.shape.purpose,
    name: fileName.meta({ description: 'Name of the file, without a path', examples: ['cover.jpg'] }),
    type: z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/avif']).describe('Media type of the file'),
    size: z
      .int()
      .min(1)
      .max(maxImageBytes)
      .meta({ description: 'Bytes of the file, at most 20 MB', examples: [240_000] }),
  }),
  response: image
    .extend({ upload: upload.describe('Where the file goes: `PUT` it there within an hour') })
    .meta({ id: 'AnnouncedImage', description: 'A picture that waits for its upload' }),
  status: 201,
  errors: [imagePurposeForbidden, tooManyImages, uploadStorageFull],
  idempotent: true,
});

export const completeImage = defineEndpoint('completeImage', 'POST /streaming/images/:imageId/complete', {
  summary: 'Say that a picture is uploaded; it is looked at and made anew in the background. A repeat changes nothing',
  params: imageId,
  response: image,
  status: 202,
  errors: [imageNotFound, imageNotUploaded],
});

export const getImage = defineEndpoint('getImage', 'GET /streaming/images/:imageId', {
  summary: 'A picture with the addresses of its variants',
  params: imageId,
  response: image,
  errors: [imageNotFound],
});

export const getImages = defineEndpoint('getImages', 'GET /streaming/images', {
  summary: 'Several pictures at once, for a list that shows one for each item; those that are not there are left out',
  query: z.strictObject({
    ids: bounded(3_700)
      .meta({ description: 'Ids, separated by commas, at most 100', examples: ['019af7c2-0000-7000-8000-000000000000'] })
      .transform((value) => value.split(','))
      .pipe(z.array(id).min(1).max(100)),
  }),
  response: z.object({ items: z.array(image).describe('The pictures') }),
});

export const deleteImage = defineEndpoint('deleteImage', 'DELETE /streaming/images/:imageId', {
  summary: 'Delete a picture of one’s own',
  params: imageId,
  errors: [imageNotFound],
});
