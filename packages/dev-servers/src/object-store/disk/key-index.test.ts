import { randomInt } from 'node:crypto';
import { compareKeys, KeyIndex } from './key-index.ts';

const alphabet = ['a', 'b', '/', '0', '\u0001', 'я', '\uffee', '😀', '𐀀'];
const randomKey = () => Array.from({ length: randomInt(0, 5) }, () => alphabet[randomInt(alphabet.length)]).join('');
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('a key index', () => {
  it('orders keys by their UTF-8 bytes', () => {
    for (let run = 0; run < 2000; run++) {
      const [a, b] = [randomKey(), randomKey()];
      expect([a, b, Math.sign(compareKeys(a, b))]).toEqual([a, b, byBytes(a, b)]);
    }
  });

  it('finds the same as a plain sorted list after any writes and deletes', () => {
    const index = new KeyIndex<number>();
    const plain = new Map<string, number>();
    for (let run = 0; run < 1000; run++) {
      const key = randomKey();
      if (randomInt(3) > 0) {
        index.set(key, run);
        plain.set(key, run);
      } else expect(index.delete(key)).toBe(plain.delete(key));
    }
    const sorted = [...plain.keys()].sort(byBytes);
    expect(Array.from({ length: index.size }, (_, position) => index.at(position))).toEqual(
      sorted.map((key) => [key, plain.get(key)]),
    );
    for (const key of [...sorted, randomKey(), randomKey(), '', '😀😀']) {
      expect(index.get(key)).toBe(plain.get(key));
      expect(index.firstFrom(key)).toBe(sorted.filter((other) => byBytes(other, key) < 0).length);
      expect(index.firstAfter(key)).toBe(sorted.filter((other) => byBytes(other, key) <= 0).length);
      expect(index.firstBehind(key)).toBe(sorted.filter((other) => byBytes(other, key) < 0 || other.startsWith(key)).length);
    }
  });
});
