import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { end, endsEarly, firstMessage } from '../child-process.ts';
import type { VariantOptions } from './variants.ts';

export interface RunningVariant {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** True when a program is on PATH. */
export const isInstalled = (program: string) => !spawnSync(program, ['-v'], { stdio: 'ignore' }).error;

/** The command bound to one core, where the system can do that. */
export function pinned(core: number, command: readonly string[]): [string, ...string[]] {
  const bound = isInstalled('taskset') ? ['taskset', '-c', String(core), ...command] : command;
  const [program = '', ...args] = bound;
  return [program, ...args];
}

/** As the gateway's image starts it; all get it. */
const flag = '--no-allocation-site-pretenuring';

/** Starts one of `variants` in a process of its own. */
export async function startVariant(name: string, core: number, options: VariantOptions): Promise<RunningVariant> {
  const file = fileURLToPath(new URL('./variant-process.ts', import.meta.url));
  const [program, ...args] = pinned(core, [process.execPath, flag, file, name, JSON.stringify(options)]);
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const url = await firstMessage(name, child);
  return { pid: child.pid ?? 0, url: String(url), stop: () => end(child) };
}

/** nginx with one worker and kept connections, for comparison. */
export async function startNginx(core: number, upstream: string): Promise<RunningVariant> {
  const folder = mkdtempSync(join(tmpdir(), 'lyceum-bench-nginx-'));
  const port = await freePort();
  const configuration = `
    daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
    events { worker_connections 1024; }
    http {
      access_log off;
      client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
      upstream service { server ${new URL(upstream).host}; keepalive 64; }
      server {
        listen 127.0.0.1:${port};
        keepalive_requests 10000000;
        location / { proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; }
      }
    }`;
  writeFileSync(join(folder, 'nginx.conf'), configuration);
  const [program, ...args] = pinned(core, ['nginx', '-p', folder, '-c', join(folder, 'nginx.conf')]);
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore'] });
  await Promise.race([answering(port), endsEarly('nginx', child)]);
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  return { pid: child.pid ?? 0, url: `http://127.0.0.1:${port}`, stop };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answering(port: number): Promise<void> {
  const attempt = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.destroy());
      socket.on('close', (failed) => resolve(!failed)).on('error', () => socket.destroy());
    });
  while (!(await attempt())) await new Promise((resolve) => setTimeout(resolve, 20));
}
