import { Unreadable } from '../unreadable.ts';
import { likelihoodOfRussian } from './russian-likelihood.ts';

/** Encodings of Russian before Unicode, of one byte a letter, as the Encoding Standard names them. */
const encodings = ['windows-1251', 'koi8-r', 'ibm866', 'x-mac-cyrillic', 'iso-8859-5'];

/** What a guess needs, in natural logarithms: more than chance, more than the next best, and on average of all letters. */
const evidence = { total: 10, margin: 10, mean: 0.5 };

/** The encoding in which the bytes are Russian. Refuses what is none, and what could be several. */
export function guessEncoding(bytes: Uint8Array): string {
  const pairs = countPairs(bytes);
  const letters = bytes.reduce((count, byte) => count + (byte > 0x7f ? 1 : 0), 0);
  const [best, ...others] = encodings
    .map((encoding) => ({ encoding, ...weigh(pairs, encoding) }))
    .toSorted((one, other) => other.likelihood - one.likelihood);
  if (!best || best.likelihood < Math.max(evidence.total, evidence.mean * letters)) {
    throw new Unreadable('unknown-encoding', 'it is neither Unicode nor Russian');
  }
  // The same letters from another encoding are no other guess.
  if (others.some(({ likelihood, used }) => used !== best.used && best.likelihood - likelihood < evidence.margin)) {
    throw new Unreadable('unknown-encoding', 'it is Russian in several encodings');
  }
  return best.encoding;
}

/** How often each byte follows each other: at `before * 256 + byte`. */
function countPairs(bytes: Uint8Array): Uint32Array {
  const pairs = new Uint32Array(256 * 256);
  let before = 0x20;
  for (const byte of bytes) {
    const pair = before * 256 + byte;
    pairs[pair] = (pairs[pair] ?? 0) + 1;
    before = byte;
  }
  return pairs;
}

/** How likely the text is in this encoding, and what characters its bytes past ASCII are there. */
function weigh(pairs: Uint32Array, encoding: string): { likelihood: number; used: string } {
  const characters = [...new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))];
  const used = new Set<string>();
  let likelihood = 0;
  for (const [pair, count] of pairs.entries()) {
    if (count === 0) continue;
    const character = characters[pair % 256] ?? '';
    likelihood += count * likelihoodOfRussian(characters[Math.floor(pair / 256)] ?? '', character);
    used.add(`${pair % 256}${character}`);
  }
  return { likelihood, used: [...used].toSorted().join() };
}
