import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Environment } from '@lyceum/common/config';
import { poll } from '../src/poll.ts';

const root = join(import.meta.dirname, '../..');

/** A service as a process of its own, as Compose runs it. */
export interface ServiceProcess {
  readonly url: string;
  readonly pid: number;
  signal(signal: NodeJS.Signals): void;
  /** `kill -9`, and wait until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to the exit code. */
  terminate(): Promise<number | null>;
}

/** Resolves when it is ready. */
export async function startServiceProcess(name: string, env: Environment): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [join(root, 'services', name, 'src/main.ts')], {
    cwd: root,
    env: { PATH: '/usr/bin:/bin', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${env['PORT']}`;
  await poll(`${name} being ready`, 30_000, async () => {
    if (child.exitCode !== null) throw new Error(`${name} ended while starting with ${child.exitCode}`);
    const response = await fetch(`${url}/ready`).catch(() => undefined);
    return response?.ok || undefined;
  });
  return {
    url,
    pid: child.pid ?? 0,
    signal: (signal) => child.kill(signal),
    async kill() {
      await end(child, 'SIGKILL');
    },
    terminate: () => end(child, 'SIGTERM'),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
  return child.exitCode;
}
