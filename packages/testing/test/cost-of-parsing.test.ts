import { contractEndpoints } from '@lyceum/testing/contract-values';
import { costGrowth, maxGrowth } from '@lyceum/testing/cost-growth';
import { z } from 'zod';
import { hostileShapes, hostileTexts, withShape, withText } from './hostile-inputs.ts';

const endpoints = await contractEndpoints();
/** Characters: within the longest text of a request, and beyond most. */
const textSize = 8_000;
/** Members of an object or an array: past the size where V8 begins to keep them otherwise, within the caches of a processor. */
const shapeSize = 2_000;

const getParts = ({ params, query, body }: { params: z.ZodType; query: z.ZodType; body: z.ZodType }) =>
  [params, query, body].filter((part) => !(part instanceof z.ZodUndefined));

async function faults(part: z.ZodType): Promise<string[]> {
  const found: string[] = [];
  const look = async (name: string, small: unknown, large: unknown) => {
    const growth = await costGrowth(small, large, (input) => part.safeParse(input).error?.issues);
    if (growth > maxGrowth) found.push(`${name}: ${growth.toFixed(1)} times`);
  };
  for (const [name, make] of Object.entries(hostileTexts)) {
    for (const option of ['first', 'last'] as const) {
      await look(name, withText(part, make(textSize), option), withText(part, make(4 * textSize), option));
    }
  }
  for (const [name, make] of Object.entries(hostileShapes)) {
    const large = withShape(part, make(4 * shapeSize));
    for (const [index, small] of withShape(part, make(shapeSize)).entries()) await look(name, small, large[index]);
  }
  return found;
}

it('looks at every endpoint', () => {
  expect(endpoints.size).toBeGreaterThan(60);
});

describe('four times as much of anything costs about four times as much to parse', () => {
  it.each([...endpoints])('%s', async (_address, endpoint) => {
    const found: string[] = [];
    for (const part of getParts(endpoint)) found.push(...(await faults(part)));
    expect(found).toEqual([]);
  });
});
