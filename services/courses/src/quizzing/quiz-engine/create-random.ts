import { createHash } from 'node:crypto';

interface Random {
  /** A whole number from 0, less than `count`, each as likely as any other; `count` is at most 2 to the power of 32. */
  below(count: number): number;
  /** The items in another order, each order as likely as any other (Fisher and Yates). */
  shuffle<Item>(items: readonly Item[]): Item[];
}

/** Creates a generator that repeats itself for the same seed: xoshiro128** of Blackman and Vigna (prng.di.unimi.it), begun at SHA-256. */
export function createRandom(seed: string): Random {
  const hash = createHash('sha256').update(seed).digest();
  let [a, b, c, d] = [hash.readUInt32LE(0), hash.readUInt32LE(4), hash.readUInt32LE(8), hash.readUInt32LE(12)];

  function next(): number {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  }

  function below(count: number): number {
    const end = 2 ** 32 - (2 ** 32 % count);
    let value = next();
    while (value >= end) value = next();
    return value % count;
  }

  function shuffle<Item>(items: readonly Item[]): Item[] {
    const rest = [...items];
    return items.map((_, index) => {
      const place = below(items.length - index);
      const last = items.length - index - 1;
      const [item, moved] = [rest[place], rest[last]] as [Item, Item]; // Both places are within the items that are left.
      rest[place] = moved;
      return item;
    });
  }

  return { below, shuffle };
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
