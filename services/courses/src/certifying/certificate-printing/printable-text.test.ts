import { toPrintable } from './printable-text.ts';

const hasCyrillic = (character: string) => /[\p{Script=Cyrillic}\p{M}\p{Cf} «»]/u.test(character);

it.each([
  ['spaces and controls as one space', ' Анна\n\t\u0000 Мария ', 'Анна Мария'],
  ['a letter and its mark as one letter', 'И\u0306ога', 'Йога'],
  ['what is made of several characters as one mark', 'Анна 👩‍💻', 'Анна �'],
  ['a letter with a mark that the font lacks as one mark', 'Анна\u20e3', 'Анн�'],
  ['no characters that cannot be seen', 'Ан\u00adна\u200d', 'Анна'],
  ['no more marks than a letter can have', `А${'\u0301'.repeat(200)}`, `А${'\u0301'.repeat(4)}`],
  ['a short word with the next one', 'Сказка о рыбаке и «о рыбке»', 'Сказка о\u00a0рыбаке и\u00a0«о\u00a0рыбке»'],
])('prints %s', (_, text, printed) => {
  expect(toPrintable(text, (character) => hasCyrillic(character) && character !== '\u20e3')).toBe(printed);
});

it('cuts a text before it looks at it', () => {
  expect(toPrintable('А'.repeat(10_000_000), hasCyrillic)).toBe('А'.repeat(300));
});
