import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { ProcessingFailure } from '@lyceum/contracts/streaming/processing';
import type { EncodingRow } from './encoding.entity.ts';

const messages: Readonly<Record<ProcessingFailure, Texts>> = {
  'not-a-video': {
    en: 'The file is not a video in MP4, QuickTime, Matroska or WebM. Convert it and upload it again.',
    ru: 'Это не видеофайл поддерживаемого формата. Преобразуйте его и загрузите снова.',
  },
  'no-picture': {
    en: 'The file has no moving picture. Upload a video.',
    ru: 'В файле нет изображения. Загрузите видео.',
  },
  'picture-too-large': {
    en: 'The picture has too many pixels. Upload the video in a lower resolution.',
    ru: 'В кадре слишком много пикселей. Загрузите видео с меньшим разрешением.',
  },
  'too-many-streams': {
    en: 'The file has too many tracks. Keep one of the picture and one of the sound.',
    ru: 'В файле слишком много дорожек. Оставьте одну дорожку изображения и одну — звука.',
  },
  'too-long': { en: 'The video is too long. Upload it in parts.', ru: 'Видео слишком длинное. Загрузите его частями.' },
  damaged: { en: 'The file is damaged or not whole. Upload it again.', ru: 'Файл повреждён или неполон. Загрузите его снова.' },
  'wrong-checksum': {
    en: 'The file changed on its way: its checksum is another one. Upload it again.',
    ru: 'Файл изменился в пути: контрольная сумма не совпала. Загрузите его снова.',
  },
  'too-large-output': {
    en: 'What is made of the video becomes too large. Upload it in a lower resolution or in parts.',
    ru: 'Результат обработки получается слишком большим. Загрузите видео с меньшим разрешением или частями.',
  },
  'out-of-time': {
    en: 'The video took too long to process. Try again, or upload it in a lower resolution.',
    ru: 'Обработка длилась слишком долго. Повторите её или загрузите видео с меньшим разрешением.',
  },
  'out-of-resources': {
    en: 'There was not enough memory or room to process the video. Try again later, or upload it in a lower resolution.',
    ru: 'Для обработки не хватило памяти или места. Повторите её позже или загрузите видео с меньшим разрешением.',
  },
  interrupted: { en: 'The processing was interrupted. Try again.', ru: 'Обработка прервалась. Повторите её.' },
};

type ProcessedEncoding = Pick<EncodingRow, 'id' | 'status' | 'progress' | 'steps' | 'failureCode' | 'failureStep'>;

/** What is being made of a file, in the language of whoever asks. */
export function presentProcessing({ id, status, progress, steps, failureCode, failureStep }: ProcessedEncoding, locale: Locale) {
  const failure = failureCode && failureStep && { code: failureCode, message: messages[failureCode][locale], step: failureStep };
  return { encodingId: id, status, progress, steps, failure };
}
