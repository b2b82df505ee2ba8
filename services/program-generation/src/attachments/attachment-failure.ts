import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Unreadable } from './extraction/unreadable.ts';

/** Why an attachment could not be read: kept as a code, said in the reader's language. */
export type AttachmentFailure = Unreadable['code'] | 'missing' | 'internal';

const messages: Readonly<Record<AttachmentFailure, Readonly<Record<Locale, string>>>> = {
  'wrong-type': { en: 'The file is not of the type that was announced.', ru: 'Тип файла не совпадает с заявленным.' },
  damaged: { en: 'The file is damaged.', ru: 'Файл повреждён.' },
  encrypted: { en: 'The file is protected with a password.', ru: 'Файл защищён паролем.' },
  'no-text': {
    en: 'There is no text in the file. A scan has to be recognised first.',
    ru: 'В файле нет текста. Скан нужно сначала распознать.',
  },
  'unknown-encoding': {
    en: 'The encoding of the text is not known. Save it as UTF-8.',
    ru: 'Кодировка текста не распознана. Сохраните его в UTF-8.',
  },
  'too-large': { en: 'The contents of the file are too large.', ru: 'Содержимое файла слишком велико.' },
  'too-slow': { en: 'Reading the file takes too long.', ru: 'Чтение файла занимает слишком много времени.' },
  missing: {
    en: 'The uploaded file was removed or replaced before it was read.',
    ru: 'Загруженный файл удалён или заменён до того, как был прочитан.',
  },
  internal: {
    en: 'Something went wrong on our side. Complete the attachment again.',
    ru: 'Внутренняя ошибка. Завершите загрузку вложения ещё раз.',
  },
};

export function describeFailure(code: AttachmentFailure, locale: Locale): { code: string; message: string } {
  return { code, message: messages[code][locale] };
}
