import fc from 'fast-check';
import { conceal } from './conceal.ts';

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_+/';
const anySecret = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 12, maxLength: 80 });

const reversed = (text: string) => [...text].reverse().join('');
const encodings: Readonly<Record<string, (secret: string) => string>> = {
  whole: (secret) => secret,
  reversed,
  base64: (secret) => Buffer.from(secret).toString('base64'),
  base64url: (secret) => Buffer.from(secret).toString('base64url'),
  'base64 with words before': (secret) => Buffer.from(`Bearer ${secret}`).toString('base64').slice(12),
  'base64 reversed': (secret) => reversed(Buffer.from(secret).toString('base64')),
  'base64 of the reversed': (secret) => Buffer.from(reversed(secret)).toString('base64'),
  hex: (secret) => Buffer.from(secret).toString('hex'),
  'hex in capitals': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  'hex with colons': (secret) => (Buffer.from(secret).toString('hex').match(/../g) ?? []).join(':'),
  percent: (secret) => encodeURIComponent(secret),
  'all in percent': (secret) => `%${(Buffer.from(secret).toString('hex').match(/../g) ?? []).join('%')}`,
  'escapes of JSON': (secret) => [...secret].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  capitals: (secret) => secret.toUpperCase(),
  'full width': (secret) => secret.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
};
const separators = ['', ' ', '\n', ', ', ' - ', '\u200b', '\u00ad', '\u2060', '"', ' … '] as const;

/** What of the secret is left in a text: the longest part of it, in any of the encodings, whatever stands between. */
function longestLeft(text: string, encoded: string): number {
  const bare = (value: string) =>
    value
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  const [shown, secret] = [bare(text.replaceAll('[secret]', '|')), bare(encoded)];
  let longest = 0;
  for (let at = 0; at < secret.length; at += 1) {
    while (at + longest < secret.length && shown.includes(secret.slice(at, at + longest + 1))) longest += 1;
  }
  return longest;
}

it.each(Object.entries(encodings))('tells less than eight letters of a secret that is repeated: %s', (_name, encode) => {
  fc.assert(
    fc.property(anySecret, fc.constantFrom(...separators), fc.nat(), fc.nat(), (secret, separator, from, to) => {
      const encoded = encode(secret);
      const start = from % Math.max(encoded.length - 8, 1);
      const part = encoded.slice(start, start + 8 + (to % encoded.length));
      const shown = conceal(`Ключ ${[...part].join(separator)}, не тот.`, [secret]);
      expect(longestLeft(shown, part)).toBeLessThan(8);
      expect(shown).toMatch(/^Ключ .*не тот\.$/s);
    }),
    { numRuns: 60 },
  );
});

it.each([
  'Rate limit reached for requests',
  "This model's maximum context length is 4096 tokens (context_length_exceeded)",
  'Ключ не найден: проверьте настройки.',
  'scope from db not fully includes consumed scope',
])('leaves %j as it is', (message) => {
  expect(conceal(message, ['sk-very-secret-key-0123456789', ''])).toBe(message);
});

it('tells nothing of a secret that is encoded twice', () => {
  fc.assert(
    fc.property(anySecret, (secret) => {
      const twice = Buffer.from(Buffer.from(secret).toString('base64')).toString('base64');
      expect(longestLeft(conceal(`the key ${twice} is wrong`, [secret]), twice)).toBeLessThan(8);
    }),
  );
});

it('conceals a long run of letters and digits that no secret is known for', () => {
  expect(conceal('token eyJhbGciOiJIUzI1NiJ9.e30 is used', [])).toBe('token [secret] is used');
});
