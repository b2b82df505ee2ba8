import { estimateInput, estimateTokens, toUsage } from './usage.ts';

it('prices tokens by the million and rounds up', () => {
  const price = { inputMicros: 500_000_000, outputMicros: 1_000_000_000, currency: 'RUB' };
  expect(toUsage({ inputTokens: 1_000_000, outputTokens: 1 }, price).cost).toEqual({ micros: 500_001_000, currency: 'RUB' });
  expect(toUsage({ inputTokens: 1, outputTokens: 0 }, { ...price, inputMicros: 1 }).cost?.micros).toBe(1);
  expect(toUsage({ inputTokens: 0, outputTokens: 0 }, price).cost?.micros).toBe(0);
});

it('costs nothing that is known without a price', () => {
  expect(toUsage({ inputTokens: 5, outputTokens: 6 }, null)).toEqual({ inputTokens: 5, outputTokens: 6, cost: null });
});

it('estimates a token for three bytes and some for every message', () => {
  expect(estimateTokens('ёлка')).toBe(3);
  expect(estimateTokens('')).toBe(0);
  expect(
    estimateInput([
      { role: 'system', content: 'abc' },
      { role: 'user', content: 'abcd' },
    ]),
  ).toBe(1 + 2 + 2 * 4);
});
