import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { createRandom } from './create-random.ts';

const mask = 0xffff_ffffn;
const rotate = (value: bigint, bits: bigint) => ((value << bits) | (value >> (32n - bits))) & mask;

/** The published algorithm once more, in whole numbers of any length. */
function listPublished(seed: string, count: number): number[] {
  const hash = createHash('sha256').update(seed).digest();
  let [a, b, c, d] = [
    BigInt(hash.readUInt32LE(0)),
    BigInt(hash.readUInt32LE(4)),
    BigInt(hash.readUInt32LE(8)),
    BigInt(hash.readUInt32LE(12)),
  ];
  return Array.from({ length: count }, () => {
    const value = Number((rotate((b * 5n) & mask, 7n) * 9n) & mask);
    const shifted = (b << 9n) & mask;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11n);
    return value;
  });
}

describe('createRandom', () => {
  it('gives the numbers of the published algorithm', () => {
    const random = createRandom('семя');
    expect(Array.from({ length: 1000 }, () => random.below(2 ** 32))).toEqual(listPublished('семя', 1000));
  });

  it('repeats itself for the same seed, and for no other', () => {
    const draw = (seed: string) => createRandom(seed).shuffle([...Array(30).keys()]);
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('keeps each item once', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat()), (seed, items) => {
        expect(createRandom(seed).shuffle(items).toSorted()).toEqual(items.toSorted());
      }),
    );
  });

  it('gives each of the orders of three equally often', () => {
    const random = createRandom('orders');
    const counts = Map.groupBy(
      Array.from({ length: 6000 }, () => random.shuffle([1, 2, 3]).join('')),
      (order) => order,
    );
    expect(counts.size).toBe(6);
    for (const { length } of counts.values()) expect(Math.abs(length - 1000)).toBeLessThan(150);
  });

  it('favours no number below a bound that does not divide what it has', () => {
    const random = createRandom('bound');
    const low = Array.from({ length: 3000 }, () => random.below(3 * 2 ** 30)).filter((value) => value < 2 ** 30);
    expect(Math.abs(low.length - 1000)).toBeLessThan(150);
  });
});
