import { createSecretCipher } from './secrets.ts';

const secret = 'a'.repeat(64);
const cipher = createSecretCipher(secret, 'lyceum tests: things');
const stored = cipher.encrypt(Buffer.from('ключ'), 'row 1');

it('gives back what was encrypted, each time under another initialisation vector', () => {
  expect(cipher.decrypt(stored, 'row 1').toString()).toBe('ключ');
  expect(cipher.encrypt(Buffer.from('ключ'), 'row 1')).not.toBe(stored);
});

it.each<[string, () => unknown]>([
  ['another row', () => cipher.decrypt(stored, 'row 2')],
  ['another secret', () => createSecretCipher('b'.repeat(64), 'lyceum tests: things').decrypt(stored, 'row 1')],
  ['another purpose', () => createSecretCipher(secret, 'lyceum tests: others').decrypt(stored, 'row 1')],
  ['another ciphertext', () => cipher.decrypt(`${stored.slice(0, -2)}AA`, 'row 1')],
  ['half of it', () => cipher.decrypt(stored.slice(0, 20), 'row 1')],
])('decrypts nothing with %s', (_, decrypt) => {
  expect(decrypt).toThrow();
});
