import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '@lyceum/dev-servers/config';
import { z } from 'zod';

const started = z.object({
  gatewayUrl: z.string(),
  serviceUrls: z.record(z.string(), z.string()),
  demo: z.object({ email: z.string(), password: z.string() }),
  logFile: z.string(),
  ownerUrl: z.string(),
  dataDir: z.string(),
});

/** The whole platform in a process of its own, whose event loop is watched. */
export interface WatchedStack extends z.output<typeof started> {
  /** The longest stop of its loop since the last question, in ms. */
  longestStop(): Promise<number>;
  /** All that it has said: its log, and what went to its terminal. */
  log(): string;
  stop(): Promise<void>;
}

/** Limits are out of the way: one address sends what many people send. */
const generous = { RATE_LIMIT_IP: '1000000', RATE_LIMIT_USER: '1000000', RATE_LIMIT_AUTH: '1000000' };

export async function startWatchedStack(): Promise<WatchedStack> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'stack-process.ts'), JSON.stringify(generous)], {
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  }
  const exited = once(child, 'exit');
  const ended = exited.then(([status]) => Promise.reject(new Error(`the stack ended with ${status}:\n${printed.join('')}`)));
  ended.catch(() => undefined); // what waits for an answer is told
  const answer = async (): Promise<unknown> => (await Promise.race([once(child, 'message'), ended]))[0];
  const addresses = started.parse(await answer());
  return {
    ...addresses,
    async longestStop() {
      const answered = answer();
      child.send('the longest stop');
      return z.number().parse(await answered);
    },
    log: () =>
      [`${addresses.logFile}.1`, addresses.logFile]
        .filter(existsSync)
        .map((file) => readFileSync(file, 'utf8'))
        .join('') + printed.join(''),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
