import fc from 'fast-check';
import { drawQuestions } from './draw-questions.ts';

const pool = (draw: number | null, ids: string) => ({ draw, questions: [...ids].map((id) => ({ id })) });
const draw = (pools: ReturnType<typeof pool>[], seed = 'a', shuffle = false) =>
  drawQuestions(pools, { seed, shuffle })
    .map(({ id }) => id)
    .join('');

describe('drawQuestions', () => {
  it.each([
    ['takes a whole pool in its order', [pool(null, 'cab')], 'cab'],
    ['takes a whole pool that has fewer than are drawn', [pool(5, 'cab')], 'cab'],
    ['takes a question once that two pools have', [pool(null, 'ab'), pool(null, 'bc')], 'abc'],
    ['takes a question once that a pool has twice', [pool(2, 'aba')], 'ab'],
    ['draws none that a whole pool has', [pool(1, 'ab'), pool(null, 'a')], 'ba'],
    ['leaves a shared question to the pool that has no other', [pool(1, 'ab'), pool(1, 'a')], 'ba'],
    ['takes nothing of nothing', [pool(3, ''), pool(null, '')], ''],
  ])('%s', (_, pools, ids) => {
    for (const seed of 'abcdefgh') expect(draw(pools, seed)).toBe(ids);
  });

  it('draws the same for the same seed, and shuffles the whole of it', () => {
    const pools = [pool(3, 'abcdefgh'), pool(null, 'ijklmnop')];
    expect(draw(pools, 'a', true)).toBe(draw(pools, 'a', true));
    expect(new Set([...'abcdefgh'].map((seed) => draw(pools, seed, true))).size).toBe(8);
    expect(draw(pools, 'a', true).slice(3)).not.toBe('ijklmnop');
  });

  it('draws each question equally often', () => {
    const drawn = Array.from({ length: 3000 }, (_, seed) => draw([pool(1, 'abc')], String(seed)));
    for (const id of 'abc') expect(Math.abs(drawn.filter((one) => one === id).length - 1000)).toBeLessThan(150);
  });

  it('draws no question twice, and as many as each pool can have', () => {
    const anyPool = fc.record({
      draw: fc.option(fc.nat(5)),
      questions: fc.array(fc.record({ id: fc.constantFrom(...'abcdefghij') }), { maxLength: 8 }),
    });
    fc.assert(
      fc.property(fc.array(anyPool, { maxLength: 5 }), fc.string(), fc.boolean(), (pools, seed, shuffle) => {
        const ids = drawQuestions(pools, { seed, shuffle }).map(({ id }) => id);
        const whole = new Set(
          pools.flatMap(({ draw: count, questions }) => (count === null ? questions.map(({ id }) => id) : [])),
        );
        expect(new Set(ids).size).toBe(ids.length);
        expect([...whole].filter((id) => !ids.includes(id))).toEqual([]);
        expect(ids.length).toBe(whole.size + countMax(pools, whole));
      }),
    );
  });
});

/** How many the drawing pools can have at all, by Hall: the least over all choices of pools that are served in full or not. */
function countMax(
  pools: readonly { draw: number | null; questions: readonly { id: string }[] }[],
  taken: ReadonlySet<string>,
): number {
  const drawing = pools.filter(({ draw: count }) => count !== null);
  const bounds = Array.from({ length: 2 ** drawing.length }, (_, choice) => {
    const [inside, outside] = [1, 0].map((side) => drawing.filter((__, index) => ((choice >> index) & 1) === side));
    const reachable = new Set(inside?.flatMap(({ questions }) => questions.map(({ id }) => id)).filter((id) => !taken.has(id)));
    return reachable.size + (outside ?? []).reduce((sum, { draw: count }) => sum + (count ?? 0), 0);
  });
  return Math.min(...bounds);
}
