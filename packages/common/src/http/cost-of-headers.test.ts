import { asUser } from '@lyceum/testing/actors';
import { costGrowth, maxGrowth } from '@lyceum/testing/cost-growth';
import { createTestService } from '@lyceum/testing/service';
import { createProbe, getProbe, probes } from '../../test/probe.ts';

const service = createTestService(probes, {}, { migrate: true });

/** Node takes 16 kB of headers in all. */
const size = 3_500;

const headers = [
  'accept-language',
  'authorization',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'user-agent',
  'x-forwarded-for',
  'x-lyceum-space',
  'x-request-id',
];

const texts: Readonly<Record<string, (length: number) => string>> = {
  spaces: (length) => `a${' '.repeat(length)}a`,
  'a scheme and spaces': (length) => `Bearer${' '.repeat(length)}a a`,
  commas: (length) => ','.repeat(length),
  'commas and spaces': (length) => ', '.repeat(length / 2),
  'spaces and commas': (length) => `${' '.repeat(length - 1)},a`,
  'entity tags': (length) => 'W/"1",'.repeat(length / 6),
  quotes: (length) => '"'.repeat(length),
  'weak marks': (length) => 'W/'.repeat(length / 2),
  semicolons: (length) => `en${';q=0.1'.repeat(length / 6)}`,
  languages: (length) => 'ru-RU;q=0.5,'.repeat(length / 12),
  digits: (length) => '9'.repeat(length),
  dots: (length) => 'a.'.repeat(length / 2),
};

/** The costliest way through the kit: a read of something that is there, or a write that takes a key. */
async function send(as: ReturnType<typeof asUser>, probeId: string, header: string, value: string): Promise<void> {
  if (header === 'idempotency-key' || header === 'content-type') {
    await service.call(createProbe, { as, body: { name: '' }, headers: { [header]: value } });
  } else {
    await service.call(getProbe, { as, params: { id: probeId }, headers: { [header]: value } });
  }
}

describe('four times as long a header costs about four times as much', () => {
  it.each(headers)('%s', async (header) => {
    const as = asUser();
    const { body } = await service.call(createProbe, { as, body: { name: header.slice(0, 20) } });
    const found: string[] = [];
    for (const [name, make] of Object.entries(texts)) {
      const growth = await costGrowth(make(size), make(4 * size), (value) => send(as, body.id, header, value));
      if (growth > maxGrowth) found.push(`${name}: ${growth.toFixed(1)} times`);
    }
    expect(found).toEqual([]);
  });
});
