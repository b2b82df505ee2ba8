import { preferredLocale } from './request-rules.ts';

describe('preferredLocale', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['de, fr', 'en'],
    ['ru', 'ru'],
    ['ru-RU', 'ru'],
    ['RU-ru,en;q=0.5', 'ru'],
    ['de, ru;q=0.3, en;q=0.2', 'ru'],
    ['en;q=0.9, ru;q=0.8', 'en'],
    ['ru;q=0', 'en'],
    ['ru;q=nonsense', 'en'],
    ['rus', 'en'],
  ])('takes %p for %s', (header, locale) => {
    expect(preferredLocale(header)).toBe(locale);
  });
});
