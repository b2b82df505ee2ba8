import type { Locale } from '@lyceum/contracts/shared/fields';

/**
 * A title somebody wrote, in the quotation marks of the language. Its own marks of that kind become the inner ones, and where
 * two would stand side by side there is one; a title that is quoted as a whole stays as it is.
 */
export function quoteTitle(title: string, language: Locale): string {
  return language === 'ru' ? quoteRussian(title) : quoteEnglish(title);
}

function quoteRussian(title: string): string {
  if (/^«[^«»]*»$/.test(title)) return title;
  const inner = title.replaceAll('«', '„').replaceAll('»', '“');
  return `«${inner.replace(/„+/g, '„').replace(/“+/g, '“')}»`;
}

function quoteEnglish(title: string): string {
  if (/^“[^“”]*”$/.test(title)) return title;
  const inner = title.replaceAll('“', '‘').replaceAll('”', '’');
  return `“${inner.replace(/‘+/g, '‘').replace(/’+/g, '’')}”`;
}
