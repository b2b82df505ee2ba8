import type { Context } from '@lyceum/common/context';
import type { Storage } from '@lyceum/common/storage';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { ImageFailure } from '@lyceum/contracts/streaming/image';
import { shownSeconds, toBegunHour } from '../../objects/begun-hour.ts';
import { toImagePrefix } from '../../objects/object-keys.ts';
import type { ImageRow, ImageVariant } from './image.entity.ts';

const messages: Readonly<Record<ImageFailure, Texts>> = {
  'not-a-picture': {
    en: 'The file is not a picture that can be used: save it as JPEG or PNG.',
    ru: 'Файл не является подходящей картинкой: сохраните её в другом формате, например JPEG или PNG.',
  },
  'too-many-pixels': {
    en: 'The picture has more than 50 megapixels: make it smaller.',
    ru: 'В картинке больше 50 мегапикселей: уменьшите её.',
  },
  damaged: {
    en: 'The picture is damaged or not whole: upload it again.',
    ru: 'Картинка повреждена или неполна: загрузите её снова.',
  },
  'more-than-a-picture': {
    en: 'There is a document, a script or an archive in the file: save the picture anew.',
    ru: 'В файле есть документ, сценарий или архив: сохраните картинку заново.',
  },
  interrupted: { en: 'The processing was interrupted: upload it again.', ru: 'Обработка прервалась: загрузите картинку снова.' },
};

/** The key of a variant in the object store. */
export const toVariantKey = (
  space: string,
  imageId: string,
  { format, width, height }: Pick<ImageVariant, 'format' | 'width' | 'height'>,
) => `${toImagePrefix(space, imageId)}${width}x${height}.${format}`;

/** A picture with addresses that stay the same within an hour. */
export function presentImage(ctx: Context, storage: Storage, image: ImageRow) {
  const { failureCode } = image;
  return {
    ...image,
    failure: failureCode && { code: failureCode, message: messages[failureCode][ctx.locale] },
    variants: image.variants.map((variant) => ({
      ...variant,
      url: storage.presignShow(toVariantKey(ctx.space, image.id, variant), shownSeconds, toBegunHour(ctx.now())),
    })),
  };
}
