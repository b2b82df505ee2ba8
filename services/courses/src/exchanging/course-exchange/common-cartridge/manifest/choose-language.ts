import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { CartridgeMetadata } from './read-metadata.ts';

const otherLanguage = (language: string): Texts => ({
  en: `Courses are taught in Russian or English; the package says “${language}”. English is set.`,
  ru: `Курсы бывают на русском или английском; в пакете указан «${language}». Выбран английский.`,
});

/** The language of the course, and what is to say of it. */
export function chooseLanguage({ language, title, descriptions }: CartridgeMetadata): { language: Locale; changes: Texts[] } {
  const [main = ''] = language.toLowerCase().split(/[-_]/);
  if (main === 'ru' || main === 'rus') return { language: 'ru', changes: [] };
  if (main === 'en' || main === 'eng') return { language: 'en', changes: [] };
  const isRussian = /\p{Script=Cyrillic}/u.test([title, ...descriptions].join(' '));
  if (/^(?:|und|x|none)$/.test(main)) return { language: isRussian ? 'ru' : 'en', changes: [] };
  return { language: 'en', changes: [otherLanguage(language)] };
}
