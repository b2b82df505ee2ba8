import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { ProcessingFailure, processing } from '@lyceum/contracts/streaming/processing';
import type { z } from 'zod';
import type { EncodingRow } from '../encoding/encoding.entity.ts';

/** Each is the reason and what to do. */
export const failureMessages: Readonly<Record<ProcessingFailure, Texts>> = {
  'not-a-video': {
    en: 'The file is not a video we can read. Upload an MP4, MOV, WebM or MKV file.',
    ru: 'Это не видео или формат не поддерживается. Загрузите файл MP4, MOV, WebM или MKV.',
  },
  'no-picture': {
    en: 'The file has sound but no picture. Upload a video.',
    ru: 'В файле есть звук, но нет изображения. Загрузите видео.',
  },
  'picture-too-large': {
    en: 'The picture has over 40 megapixels. Export the video in a lower resolution.',
    ru: 'Кадр больше 40 мегапикселей. Сохраните видео с меньшим разрешением.',
  },
  'too-many-streams': {
    en: 'The file has over 20 tracks. Export the video with one track of picture and one of sound.',
    ru: 'В файле больше 20 дорожек. Сохраните видео с одной дорожкой изображения и одной дорожкой звука.',
  },
  'too-long': {
    en: 'The video is too long. Divide it into parts.',
    ru: 'Видео слишком длинное. Разделите его на части.',
  },
  damaged: {
    en: 'The file is damaged or was not saved to its end. Export the video once more.',
    ru: 'Файл повреждён или сохранён не до конца. Сохраните видео ещё раз.',
  },
  'wrong-checksum': {
    en: 'What arrived is not what was announced. Upload the file once more.',
    ru: 'Полученный файл отличается от заявленного. Загрузите его ещё раз.',
  },
  'too-large-output': {
    en: 'What is made of the file becomes too large. Export the video with its real length and frame rate.',
    ru: 'Результат обработки получается слишком большим. Сохраните видео с настоящей длительностью и частотой кадров.',
  },
  'out-of-time': {
    en: 'The work takes too long. Export the video in a simpler format, such as H.264.',
    ru: 'Обработка занимает слишком много времени. Сохраните видео в более простом формате, например H.264.',
  },
  'out-of-resources': {
    en: 'There was not enough memory or space for the work. Try again later, or export the video in a lower resolution.',
    ru: 'Для обработки не хватило памяти или места. Повторите позже или сохраните видео с меньшим разрешением.',
  },
  interrupted: {
    en: 'The work was interrupted on our side. Try again.',
    ru: 'Обработка прервалась по нашей вине. Повторите попытку.',
  },
};

/** What is being made of a file, in the language of the reader. */
export function presentProcessing(row: EncodingRow, locale: Locale): z.input<typeof processing> {
  const { id: encodingId, status, progress, steps, failureCode: code, failureStep: step } = row;
  const failure = code && step ? { code, message: failureMessages[code][locale], step } : null;
  return { encodingId, status, progress, steps, failure };
}
