import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isInstalled, pinned } from './start-variant.ts';

export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
}

interface Load {
  url: string;
  token: string;
  accept: string;
  connections: number;
  seconds: number;
  core: number;
}

const run = promisify(execFile);

/** wrk costs least and so leaves most to what is measured; autocannon comes with the repository. */
export const loadProgram = isInstalled('wrk') ? 'wrk' : 'autocannon';

/** As many requests as the connections take, each sent when the one before was answered. Fails on any answer but 2xx. */
export async function load(options: Load): Promise<LoadResult> {
  return loadProgram === 'wrk' ? await loadWithWrk(options) : await loadWithAutocannon(options);
}

async function loadWithWrk({ url, token, accept, connections, seconds, core }: Load): Promise<LoadResult> {
  const headers = ['-H', `Authorization: Bearer ${token}`, '-H', `Accept: ${accept}`];
  const [program, ...args] = pinned(core, ['wrk', '-t1', `-c${connections}`, `-d${seconds}`, '--latency', ...headers, url]);
  const { stdout } = await run(program, args);
  const [, count] = /(\d+) requests in/.exec(stdout) ?? [];
  const [, perSecond] = /Requests\/sec: +([\d.]+)/.exec(stdout) ?? [];
  const [, p99, unit] = /99% +([\d.]+)(us|ms|s)/.exec(stdout) ?? [];
  if (!count || !perSecond || !p99 || /Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url}:\n${stdout}`);
  const milliseconds = { us: 0.001, ms: 1, s: 1000 }[unit ?? 'ms'] ?? 1;
  return { requests: Number(count), perSecond: Number(perSecond), p99: Number(p99) * milliseconds };
}

async function loadWithAutocannon({ url, token, accept, connections, seconds, core }: Load): Promise<LoadResult> {
  const file = fileURLToPath(import.meta.resolve('autocannon'));
  const header = `Authorization=Bearer ${token}`;
  const [program, ...args] = pinned(core, [
    process.execPath,
    file,
    '-j',
    '-c',
    `${connections}`,
    '-d',
    `${seconds}`,
    '-H',
    header,
    '-H',
    `Accept=${accept}`,
    url,
  ]);
  const { stdout } = await run(program, args, { maxBuffer: 1024 * 1024 });
  const result = JSON.parse(stdout) as {
    '2xx': number;
    non2xx: number;
    errors: number;
    requests: { average: number };
    latency: { p99: number };
  }; // autocannon's -j
  if (result.non2xx + result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers other than 2xx, ${result.errors} errors`);
  return { requests: result['2xx'], perSecond: result.requests.average, p99: result.latency.p99 };
}
