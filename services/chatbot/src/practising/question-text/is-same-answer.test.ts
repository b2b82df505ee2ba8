import { isSameAnswer } from './is-same-answer.ts';

describe('a typed answer', () => {
  it.each([
    ['регрессия', 'Регрессия'],
    [' РЕГРЕССИЯ. ', 'регрессия'],
    ['отчет', 'отчёт'],
    ['регресия', 'регрессия'],
    ['регрессияя', 'регрессия'],
    ['реграссия', 'регрессия'],
    ['ергрессия', 'регрессия'],
  ])('is right: %s for %s', (given, right) => expect(isSameAnswer(given, right)).toBe(true));

  it.each([
    ['регесия', 'регрессия'],
    ['интеграция', 'регрессия'],
    ['кот', 'код'],
    ['коды', 'кода'],
    ['', 'регрессия'],
    ['…', 'регрессия'],
    ['регрессия или интеграция', 'регрессия'],
  ])('is wrong: %s for %s', (given, right) => expect(isSameAnswer(given, right)).toBe(false));
});
