import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '@lyceum/dev-servers/config';
import { endLeftovers, killServers } from '@lyceum/dev-servers/servers/end-leftovers';

const root = join(import.meta.dirname, '../../..');

/** An installed copy of Lyceum with data of its own, so that `npm start` is measured and nobody's installation is touched. */
export interface Installation {
  readonly dataDir: string;
  /** Seconds from the command to the words that it is ready. */
  start(): Promise<{ seconds: number; started: Started }>;
  remove(): Promise<void>;
}

export interface Started {
  /** Of npm, from which everything descends. */
  readonly pid: number;
  /** All it has printed. */
  readonly output: string;
  /** As Ctrl-C in a terminal; resolves when everything has ended. */
  stop(): Promise<void>;
}

/** What `npm start` reads is copied; the workspaces it starts are those of this repository. */
export function install(): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'lyceum-bench-'));
  for (const path of ['package.json', 'package-lock.json', 'tooling/bootstrap.mjs', 'stack']) {
    cpSync(join(root, path), join(folder, path), { recursive: true, filter: (source) => !source.endsWith('node_modules') });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const dataDir = join(folder, '.data');
  const discard = () => {
    mkdirSync(join(dataDir, 'run'), { recursive: true });
    killServers(dataDir);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', discard);
  return {
    dataDir,
    start: () => start(folder),
    async remove() {
      await endLeftovers(dataDir);
      process.off('exit', discard);
      discard();
    },
  };
}

async function start(folder: string): Promise<{ seconds: number; started: Started }> {
  const began = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: folder,
    // Compiled code of the copy stays with the copy.
    env: childEnvironment({ NODE_COMPILE_CACHE: join(folder, 'compile-cache') }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output: string[] = [];
  const ready = Promise.withResolvers<void>();
  const exited = once(child, 'exit');
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.push(text);
    if (output.join('').includes('Lyceum is ready')) ready.resolve();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => output.push(text));
  exited.then(
    () => ready.reject(new Error(`npm start ended:\n${output.join('')}`)),
    () => undefined,
  );
  await ready.promise;
  const seconds = (performance.now() - began) / 1000;
  return { seconds, started: running(child, output, exited) };
}

function running(child: ChildProcess, output: readonly string[], exited: Promise<unknown>): Started {
  const { pid } = child;
  if (pid === undefined) throw new Error('npm does not run');
  return {
    pid,
    get output() {
      return output.join('');
    },
    async stop() {
      process.kill(-pid, 'SIGINT');
      await exited;
    },
  };
}
