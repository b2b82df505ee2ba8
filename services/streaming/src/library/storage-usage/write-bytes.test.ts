import { writeBytes } from './write-bytes.ts';

it.each([
  [0, '0 byte', '0 Б'],
  [999, '999 byte', '999 Б'],
  [1_000, '1 kB', '1 кБ'],
  [9_132_520, '9.1 MB', '9,1 МБ'],
  [20_000_000_000, '20 GB', '20 ГБ'],
  [2_000_000_000_000, '2,000 GB', '2 000 ГБ'],
])('writes %i bytes as people read them', (bytes, en, ru) => {
  expect([writeBytes(bytes, 'en'), writeBytes(bytes, 'ru').replaceAll('\u00a0', ' ')]).toEqual([en, ru]);
});
