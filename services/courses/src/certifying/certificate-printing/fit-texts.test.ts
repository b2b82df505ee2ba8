import fc from 'fast-check';
import { fitTexts, lineHeight, type Manner, type TextBlock } from './fit-texts.ts';

const box = { left: 50, top: 20, width: 300, height: 120 };
const block: TextBlock = { text: '', face: 'regular', color: '#000000', size: 20, minSize: 12, gap: 5 };
/** As if each letter were half as wide as it is high. */
const centered: Manner = { align: 'center', spread: true, width: (text) => text.length / 2 };

it('makes a text smaller rather than take a second line, down to its least size', () => {
  const sizes = (length: number) =>
    fitTexts([{ ...block, text: 'x '.repeat(length / 2) }], box, centered).map(({ size }) => size);
  expect(sizes(20)).toEqual([20]);
  expect(sizes(40)).toEqual([15]);
  expect(sizes(60)).toEqual([12, 12]);
});

it('spreads what stands in the middle from the top of the box to its end', () => {
  const lines = fitTexts(
    ['one', 'two', 'three'].map((text, index) => ({ ...block, text, gap: index * 5 })),
    box,
    centered,
  );
  expect(lines[0]).toMatchObject({ left: 185, top: 20 });
  expect(lines.at(-1)?.top).toBeCloseTo(140 - 20 * lineHeight);
});

it('leaves out a text without letters, and its gap', () => {
  const lines = fitTexts(
    [
      { ...block, gap: 50 },
      { ...block, text: 'x', gap: 0 },
    ],
    box,
    { ...centered, spread: false },
  );
  expect(lines).toMatchObject([{ text: 'x', top: 20 }]);
});

it('keeps all texts within the box', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 300 }).map((letters) => letters.trim());
  fc.assert(
    fc.property(fc.array(text, { maxLength: 8 }), fc.constantFrom('left', 'center'), fc.boolean(), (texts, align, spread) => {
      const blocks = texts.map((letters) => ({ ...block, text: letters, spacing: 0.1 }));
      for (const { text: letters, size, left, top } of fitTexts(blocks, box, { ...centered, align, spread })) {
        expect(top).toBeGreaterThanOrEqual(box.top);
        expect(top + size * lineHeight).toBeLessThan(box.top + box.height + 1e-6);
        expect(left).toBeGreaterThanOrEqual(box.left - 1e-6);
        expect(left + letters.length * 0.6 * size).toBeLessThan(box.left + box.width + 1e-6);
      }
    }),
  );
});
