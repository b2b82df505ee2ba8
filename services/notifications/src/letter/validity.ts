import type { Locale } from '@lyceum/contracts/shared/fields';

/** British English has the day before the month and 24 hours, as other readers expect; the zone is always named. */
const clocks = {
  en: { tag: 'en-GB', timeZone: 'UTC', until: (moment: string) => `until ${moment} UTC` },
  ru: { tag: 'ru-RU', timeZone: 'Europe/Moscow', until: (moment: string) => `до ${moment} по московскому времени` },
} as const;

const minuteMs = 60_000;

/** How long a link works: `24 hours, until 22 November 2026 at 10:15 UTC`. `until` is later than `now`. */
export function describeValidity(until: Date, now: Date, locale: Locale): string {
  const { tag, timeZone, until: untilMoment } = clocks[locale];
  const minutes = Math.max(1, Math.round((until.getTime() - now.getTime()) / minuteMs));
  const [amount, unit] = minutes < 120 ? [minutes, 'minute'] : [Math.round(minutes / 60), 'hour'];
  const duration = new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(amount);
  const moment = new Intl.DateTimeFormat(tag, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(until);
  return `${duration}, ${untilMoment(moment)}`;
}
