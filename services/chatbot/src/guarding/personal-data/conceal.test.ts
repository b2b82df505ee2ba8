import { costGrowth, maxGrowth } from '@lyceum/testing/cost-growth';
import { createConcealment } from './conceal.ts';

const conceal = (text: string, names: string[] = []) => createConcealment({ names }).conceal(text);

describe('concealed', () => {
  it.each([
    ['почта anna.petrova@school.example, ответьте', 'почта [e-mail 1], ответьте'],
    ['Пишите на анна@школа.рф.', 'Пишите на [e-mail 1].'],
    ['тел. +7 (916) 123-45-67', 'тел. [phone 1]'],
    ['звоните 8 916 123 45 67 вечером', 'звоните [phone 1] вечером'],
    ['89161234567', '[phone 1]'],
    ['8-800-555-35-35', '[phone 1]'],
    ['call +44 20 7946 0958 now', 'call [phone 1] now'],
    ['call +1 (202) 555-0143', 'call [phone 1]'],
    ['паспорт 4509 123456', 'паспорт [passport 1]'],
    ['Паспорт: серия 45 09 номер 123456', 'Паспорт: серия [passport 1]'],
    ['45 09 123456', '[passport 1]'],
    ['мой СНИЛС 112-233-445 95', 'мой СНИЛС [SNILS 1]'],
    ['СНИЛС: 11223344595', 'СНИЛС: [SNILS 1]'],
    ['ИНН 500100732259', 'ИНН [INN 1]'],
    ['500100732259', '[INN 1]'],
    ['ИНН организации: ИНН 7707083893', 'ИНН организации: ИНН [INN 1]'],
    ['карта 4111 1111 1111 1111', 'карта [card 1]'],
    ['5555-5555-5555-4444', '[card 1]'],
    ['378282246310005', '[card 1]'],
    ['https://school.example/reset?token=abc и https://school.example/lesson', '[link 1] и https://school.example/lesson'],
    ['https://anna:secret@host.example/x', '[link 1]'],
    ['http://a.example/cb?x=1&access_token=QWE', '[link 1]'],
  ])('%s', (text, expected) => expect(conceal(text)).toBe(expected));

  it('the names of the person, in other cases too, and no other words', () => {
    expect(conceal('Я Анна Петрова, напиши Анне. Вера и вера.', ['Анна Петрова'])).toBe(
      'Я [name 1] [name 2], напиши [name 3]. Вера и вера.',
    );
    expect(conceal('роман о любви', ['Роман'])).toBe('роман о любви');
  });

  it('the same value under the same label in every text of a call', () => {
    const { conceal: hide } = createConcealment();
    expect([hide('a@b.example c@d.example'), hide('c@d.example')]).toEqual(['[e-mail 1] [e-mail 2]', '[e-mail 2]']);
  });
});

it.each([
  '2 + 2 = 4, а 1234567 - 891 = 1233676',
  'E = mc^2; F = 9.81 * 10^-11',
  'c = 299792458 м/с, e = 1.602176634e-19',
  '3.14159265358979323846',
  '12.04.1961 в 09:07, с 1941 по 1945, 2026-11-30T10:00:00Z',
  'население 8 100 000 000 человек',
  'ВВП 20 123 456 789 012 рублей',
  '+5 - 3 - 2 - 1 - 7 - 8 - 9 - 0',
  '+10-20-30-40-50',
  'x=+12345678901',
  'скорость 8 км/ч, глава 8 9 10',
  '1111 2222 3333 4444',
  '123456789012',
  'ISBN 978-5-17-118366-1',
  'ГОСТ 34.602-2020, п. 4.5.1, RFC 9457',
  '192.168.100.200, порт 8080, ::1',
  'for i in range(1000000): a[i] = b@c',
  '@decorator, user@host, m@x',
  'https://ru.wikipedia.org/wiki/Интеграл?action=view',
  '550e8400-e29b-41d4-a716-446655440000',
  '0xDEADBEEF 0b10101010101010',
  '[1] [2, 3] [e-mail]',
])('left as it is: %s', (text) => expect(conceal(text)).toBe(text));

/** The same numbers each time (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pieces = [
  ...['anna@school.example', '+7 916 123-45-67', '4111111111111111', 'ИНН 500100732259', '[e-mail 1]', '[label 1]', '[phone 2'],
  ...[
    '[',
    ']',
    ' 1]',
    'Анна',
    'слово',
    '112-233-445 95',
    'https://a.example/?token=1',
    ' ',
    '\n',
    '😀',
    '45 09 123456',
    '[[e-mail 1]]',
  ],
];

it('comes back whole however texts are composed, labels of others within them included, and slices cut', () => {
  const random = createRandom(7);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  for (let round = 0; round < 500; round += 1) {
    const concealment = createConcealment({ names: ['Анна'] });
    const text = Array.from({ length: 12 }, () => pick(pieces)).join(pick(['', ' ', ', ']));
    const concealed = concealment.conceal(text);
    expect(concealment.restore(concealed)).toBe(text);
    const restorer = concealment.createRestorer();
    let restored = '';
    for (let at = 0; at < concealed.length; ) {
      const length = 1 + Math.floor(random() * 5);
      restored += restorer.push(concealed.slice(at, at + length));
      at += length;
    }
    expect(restored + restorer.end()).toBe(text);
  }
});

it('shows what comes in slices at once unless it may be a label', () => {
  const { conceal: hide, createRestorer } = createConcealment();
  hide('a@b.example');
  const restorer = createRestorer();
  expect([restorer.push('Пишите на [e-'), restorer.push('mail 1], '), restorer.push('[x] и [это совсем не метка')]).toEqual([
    'Пишите на ',
    'a@b.example, ',
    '[x] и [это совсем не метка',
  ]);
  expect([restorer.push(' [e'), restorer.end()]).toEqual([' ', '[e']);
});

it.each([
  ['letters before no @', 'a'],
  ['dots and letters', 'a.'],
  ['@', 'a@a.'],
  ['digits', '4'],
  ['digits and spaces', '8 '],
  ['plus signs', '+7'],
  ['links', 'http://a?'],
  ['secrets of a link', 'http://a.example/?a&b_'],
  ['the word passport', 'паспорт '],
  ['openings of labels', '[e-mail 1'],
  ['values', 'a@b.example '],
])('costs as much as the text is long: %s', async (_, piece) => {
  const [small, large] = [40_000, 160_000].map((length) => piece.repeat(Math.ceil(length / piece.length)));
  if (!small || !large) throw new Error('there are two');
  expect(await costGrowth(small, large, (text) => conceal(text, ['Анна Петрова']))).toBeLessThanOrEqual(maxGrowth);
});
