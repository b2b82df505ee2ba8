import { login } from '@lyceum/contracts/tokens/session';
import { createApi } from '@lyceum/e2e/api';
import { asOwner } from '@lyceum/e2e/as-owner';
import { largestRequests, type PlannedRequest } from '@lyceum/e2e/largest/largest-requests';
import { listOperations } from '@lyceum/e2e/largest/list-operations';
import { startWatchedStack } from '@lyceum/e2e/largest/start-watched-stack';
import { makePlaces } from '@lyceum/e2e/largest/world';
import { contractValues } from '@lyceum/testing/contract-values';
import { type Bench, format, median, type Report } from './report.ts';

const limitMs = 100;
/** Operations of a contract that are shown. */
const worst = 8;

/** By operation: the longest stop of each round, in ms. */
type Stops = ReadonlyMap<string, number[]>;

/** How long a request may keep everybody else waiting. */
export const loop: Bench = {
  name: 'loop',
  async run(rounds) {
    const stack = await startWatchedStack();
    try {
      const api = createApi(stack.gatewayUrl);
      const signIn = async () => (await api.call(login, { body: stack.demo })).body.accessToken;
      const places = await makePlaces(api, await signIn(), asOwner(stack.ownerUrl));
      const send = async ({ method, path, headers, body }: PlannedRequest, token: string) => {
        const authorization = `Bearer ${token}`;
        const response = await api.raw(path, {
          method,
          headers: { authorization, ...headers },
          ...(body !== undefined && { body }),
        });
        await response.arrayBuffer();
        return stack.longestStop();
      };
      const found = new Map<string, Stops>();
      for (const [contract, operations] of Object.entries(listOperations(await contractValues()))) {
        const stops = new Map<string, number[]>();
        for (const operation of operations) {
          const values: number[] = [];
          const token = await signIn();
          await stack.longestStop();
          for (let round = 0; round < rounds; round += 1) {
            let longest = 0;
            for (const request of largestRequests(operation, places)) longest = Math.max(longest, await send(request, token));
            values.push(longest);
          }
          stops.set(operation.name, values);
        }
        found.set(contract, stops);
      }
      return report(found);
    } finally {
      await stack.stop();
    }
  },
};

function report(found: ReadonlyMap<string, Stops>): Report {
  const sorted = [...found].map(([contract, stops]) => {
    const rows = [...stops].map(([name, values]) => ({ name, values })).toSorted((a, b) => median(b.values) - median(a.values));
    return { contract, rows };
  });
  return {
    title: 'Loop: the longest stop while every endpoint is called with the largest legal input',
    setting:
      'The whole platform in one process. Every text and list of a request is as long as its contract allows, of characters that cost most; documents of 1.85 ' +
      'million characters in three shapes, two versions of each that have nothing in common, and pages of a hundred of the largest there are. A stop is ' +
      'processor time of the thread between two looks at its timers.',
    tables: sorted.map(({ contract, rows }) => ({
      title: `${contract}: the worst operations`,
      unit: 'ms',
      rows: rows.slice(0, worst),
    })),
    targets: sorted.map(({ contract, rows }) => {
      const longest = median(rows[0]?.values ?? []);
      return { name: contract, wanted: `< ${limitMs} ms`, measured: `${format(longest)} ms`, reached: longest < limitMs };
    }),
  };
}
