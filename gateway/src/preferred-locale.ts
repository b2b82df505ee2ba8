import { type Locale, locales } from '@lyceum/contracts/shared/fields';

/** The language of ours that `Accept-Language` prefers (RFC 9110 section 12.5.4); English when it names none. */
export function preferredLocale(acceptLanguage: string | undefined): Locale {
  let best: Locale = 'en';
  let bestWeight = 0;
  for (const range of acceptLanguage?.split(',') ?? []) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = locales.find((known) => tag === known || tag.startsWith(`${known}-`));
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = quality ? Number(quality.slice('q='.length)) : 1;
    if (language && weight > bestWeight) [best, bestWeight] = [language, weight];
  }
  return best;
}
