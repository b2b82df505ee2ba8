import { describeValidity } from './validity.ts';

const now = new Date('2026-11-21T10:15:00.000Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

describe('describeValidity', () => {
  it.each([
    [1, 'en', '1 minute, until 21 November 2026 at 10:16 UTC'],
    [30, 'en', '30 minutes, until 21 November 2026 at 10:45 UTC'],
    [120, 'en', '2 hours, until 21 November 2026 at 12:15 UTC'],
    [1439.9, 'en', '24 hours, until 22 November 2026 at 10:14 UTC'],
    [1, 'ru', '1 минута, до 21 ноября 2026 г. в 13:16 по московскому времени'],
    [22, 'ru', '22 минуты, до 21 ноября 2026 г. в 13:37 по московскому времени'],
    [300, 'ru', '5 часов, до 21 ноября 2026 г. в 18:15 по московскому времени'],
    [1260, 'ru', '21 час, до 22 ноября 2026 г. в 10:15 по московскому времени'],
    [0.2, 'ru', '1 минута, до 21 ноября 2026 г. в 13:15 по московскому времени'],
  ] as const)('describes %s minutes in the language %s', (minutes, locale, words) => {
    expect(describeValidity(inMinutes(minutes), now, locale)).toBe(words);
  });
});
