import type { Locale } from '@lyceum/contracts/shared/fields';

/** A moment by the clock of a time zone, in words, with how far that is from UTC. */
export function toZonedText(at: Date, timeZone: string, locale: Locale): string {
  const language = { en: 'en-GB', ru: 'ru-RU' }[locale];
  const clock = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return `${clock} (${offset.replace('GMT', 'UTC').replace('+00:00', '')})`;
}
