import type { Locale } from '@lyceum/contracts/shared/fields';

/** A title somebody wrote, in the quotation marks of the language; its own marks of that kind become the inner ones. */
export function quoteTitle(title: string, language: Locale): string {
  return language === 'ru'
    ? `«${title.replaceAll('«', '„').replaceAll('»', '“')}»`
    : `“${title.replaceAll('“', '‘').replaceAll('”', '’')}”`;
}
