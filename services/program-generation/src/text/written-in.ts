import type { Locale } from '@lyceum/contracts/shared/fields';

/** Fewer letters do not tell a language: names and terms are Latin in Russian texts too. */
const minLetters = 40;

/** Whether most letters are of the language's script. */
export function isWrittenIn(language: Locale, texts: readonly string[]): boolean {
  const text = texts.join(' ');
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return cyrillic + latin < minLetters || (language === 'ru' ? cyrillic : latin) * 2 >= cyrillic + latin;
}
