import { cpus } from 'node:os';
import { startTokens } from './gateway/access-token.ts';
import { loadHandshakes } from './gateway/handshakes.ts';
import { type LoadResult, load, loadProgram } from './gateway/load.ts';
import { isInstalled, type RunningVariant, startNginx, startVariant } from './gateway/start-variant.ts';
import { processTree } from './processes.ts';
import { type Bench, format, medianRatio, type Report } from './report.ts';
import { withServers } from './servers.ts';

const connections = 32;
const seconds = 3;
/** Enough for the compiler to have seen every path tens of thousands of times. */
const warmUpSeconds = 6;
const issuer = 'http://localhost:8000';
/** The proxy has a core for itself; upstream and load share the other. */
const proxyCore = 0;
const otherCore = 1;

const ours = 'gateway: token check, revocation, rate limit';
const peer = '@fastify/http-proxy, bare';
const undici = 'undici alone';
const nginx = 'nginx, one worker';

/** How a request takes its way: an answer that ends, an event stream, a WebSocket. */
const ways = ['plain', 'stream', 'upgrade'] as const;
type Way = (typeof ways)[number];

interface Measured extends LoadResult {
  /** Microseconds of processor time that the proxy spent on one request. */
  readonly cpuUs: number;
}

/** Proxies in front of one and the same service, each in a process of its own; all get the same requests with an access token. */
export const gateway: Bench = {
  name: 'gateway',
  run: (rounds) => withServers(({ redis }) => measure(rounds, redis.url)),
};

async function measure(rounds: number, redis: string): Promise<Report> {
  const stops: (() => Promise<void>)[] = [];
  const start = async <Running extends { stop(): Promise<void> }>(starting: Promise<Running>): Promise<Running> => {
    const running = await starting;
    stops.unshift(() => running.stop());
    return running;
  };
  try {
    const tokens = await start(startTokens(issuer));
    const options = { upstream: '', keys: tokens.keys, issuer, redis };
    const upstream = await start(startVariant('upstream', otherCore, options));
    const behind = { ...options, upstream: upstream.url };
    const proxies: [string, RunningVariant][] = [
      [ours, await start(startVariant('gateway', proxyCore, behind))],
      [peer, await start(startVariant('fastify-http-proxy', proxyCore, behind))],
      ['http-proxy-middleware, bare', await start(startVariant('http-proxy-middleware', proxyCore, behind))],
      [undici, await start(startVariant('undici-alone', proxyCore, behind))],
    ];
    if (isInstalled('nginx')) proxies.push([nginx, await start(startNginx(proxyCore, upstream.url))]);
    const results = new Map<Way, Map<string, Measured[]>>();
    for (const way of ways) {
      const able = proxies.filter(([name]) => way !== 'upgrade' || (name !== undici && name !== nginx));
      const measured = new Map<string, Measured[]>(able.map(([name]) => [name, []]));
      results.set(way, measured);
      for (const [, proxy] of able) await measureOne(way, proxy, tokens.token, warmUpSeconds);
      for (let round = 0; round < rounds; round += 1) {
        // The one that was first is last in the next round.
        for (const [name, proxy] of round % 2 === 0 ? able : able.toReversed()) {
          measured.get(name)?.push(await measureOne(way, proxy, tokens.token, seconds));
        }
      }
    }
    return report(results);
  } finally {
    for (const stop of stops) await stop();
  }
}

async function measureOne(way: Way, { pid, url: base }: RunningVariant, token: string, duration: number): Promise<Measured> {
  const before = cpuMs(pid);
  const url = `${base}/api/v1/programs/1`;
  const accept = way === 'stream' ? 'text/event-stream' : 'application/json';
  const result =
    way === 'upgrade'
      ? await loadHandshakes({ url, token, connections, seconds: duration })
      : await load({ url, token, accept, connections, seconds: duration, core: otherCore });
  return { ...result, cpuUs: ((cpuMs(pid) - before) * 1000) / result.requests };
}

function cpuMs(pid: number): number {
  return processTree(pid).reduce((sum, one) => sum + one.cpuMs, 0);
}

function report(results: ReadonlyMap<Way, ReadonlyMap<string, readonly Measured[]>>): Report {
  const table = (way: Way, title: string, unit: string, value: (measured: Measured) => number) => ({
    title: `${way}: ${title}`,
    unit,
    rows: [...(results.get(way) ?? [])].map(([name, measured]) => ({ name, values: measured.map(value) })),
    reference: peer,
  });
  const ratio = (value: (measured: Measured) => number) => {
    const of = (name: string) => (results.get('plain')?.get(name) ?? []).map(value);
    return medianRatio(of(ours), of(peer));
  };
  const throughput = ratio(({ perSecond }) => perSecond);
  const latency = ratio(({ p99 }) => p99);
  return {
    title: 'Gateway: requests passed on to a service, beside other proxies',
    setting: `${loadProgram}, ${connections} connections, ${seconds} s a run, ${cpus().length} cores: the proxy on one, service and load on another. A stream is opened and ends, a WebSocket is opened and left.`,
    tables: ways.flatMap((way) => [
      table(way, 'throughput', 'requests/s', ({ perSecond }) => perSecond),
      table(way, 'slowest hundredth', 'ms', ({ p99 }) => p99),
      table(way, 'processor time of the proxy', 'µs/request', ({ cpuUs }) => cpuUs),
    ]),
    targets: [
      { name: `plain: throughput to ${peer}`, wanted: '≥ 1.25', measured: format(throughput), reached: throughput >= 1.25 },
      { name: `plain: p99 to ${peer}`, wanted: '≤ 1', measured: format(latency), reached: latency <= 1 },
    ],
  };
}
