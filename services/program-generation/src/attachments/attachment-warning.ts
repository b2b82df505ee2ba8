import type { Locale } from '@lyceum/contracts/shared/fields';
import type { ReadWarning } from './extraction/read-warning.ts';

const messages: Readonly<Record<ReadWarning, Readonly<Record<Locale, string>>>> = {
  pictures: {
    en: 'The file has pictures. Text in them was not read.',
    ru: 'В файле есть изображения. Текст на них не прочитан.',
  },
  'pages-without-text': {
    en: 'Some pages have no text. If they are scans, they have to be recognised first.',
    ru: 'На некоторых страницах нет текста. Если это сканы, их нужно сначала распознать.',
  },
  'embedded-files': {
    en: 'Other files are embedded in the file. They were not read.',
    ru: 'В файл вложены другие файлы. Они не прочитаны.',
  },
  'unknown-characters': {
    en: 'Some characters could not be read.',
    ru: 'Некоторые символы прочитать не удалось.',
  },
  'guessed-encoding': {
    en: 'The encoding was guessed from the words. Save the text as UTF-8 if some of them look wrong.',
    ru: 'Кодировка определена по содержанию. Если слова выглядят неверно, сохраните текст в UTF-8.',
  },
};

export function describeWarning(code: ReadWarning, locale: Locale): { code: string; message: string } {
  return { code, message: messages[code][locale] };
}
