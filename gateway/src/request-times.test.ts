import { Histogram, Registry } from 'prom-client';
import { createRequestTimes } from './request-times.ts';

const observations = [
  ['users', 200, 0],
  ['users', 200, 0.005],
  ['users', 200, 0.0051],
  ['users', 404, 31],
  ['tokens', 200, 30],
] as const;

it('writes the series that a histogram of prom-client would write', async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const observe = createRequestTimes([ours]);
  const histogram = new Histogram({
    name: 'lyceum_gateway_request_seconds',
    help: 'The same',
    labelNames: ['upstream', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [theirs],
  });
  for (const [upstream, status, seconds] of observations) {
    observe(upstream, status, seconds);
    histogram.observe({ upstream, status: String(status) }, seconds);
  }
  const series = await toSeries(ours);
  expect(series).toEqual(await toSeries(theirs));
  expect(series).toContain('lyceum_gateway_request_seconds_bucket 2 le="0.005",status="200",upstream="users"');
  expect(await toSeries(ours)).toEqual(series);
});

/** Name, value and labels, in an order of our own. */
async function toSeries(registry: Registry): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n').filter((line) => line && !line.startsWith('#'));
  return lines.map(toComparable).toSorted();
}

function toComparable(line: string): string {
  const { name, labels = '', value } = /^(?<name>\w+)\{(?<labels>[^}]*)\} (?<value>\S+)$/.exec(line)?.groups ?? {};
  return `${name} ${value} ${labels.split(',').toSorted().join(',')}`;
}
