import { toZonedText } from './to-zoned-text.ts';

const at = new Date('2026-11-30T22:30:00.000Z');

it.each([
  ['UTC', 'en', '30 November 2026 at 22:30 (UTC)'],
  ['UTC', 'ru', '30 ноября 2026 г. в 22:30 (UTC)'],
  ['Europe/Moscow', 'en', '1 December 2026 at 01:30 (UTC+03:00)'],
  ['Asia/Kolkata', 'ru', '1 декабря 2026 г. в 04:00 (UTC+05:30)'],
  ['America/New_York', 'en', '30 November 2026 at 17:30 (UTC-05:00)'],
] as const)('a moment of %s in %s is told by that clock, with its offset', (zone, locale, text) => {
  expect(toZonedText(at, zone, locale)).toBe(text);
});
