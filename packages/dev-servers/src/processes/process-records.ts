import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { identifyProcess, isRunning, type ProcessIdentity, signalProcess } from './process-identity.ts';
import { waitUntil } from './wait-until.ts';

/** How a process is asked to end, and how long it may take before it is killed. */
export interface Ending {
  readonly signal: NodeJS.Signals;
  readonly patienceMs: number;
}

const record = z.object({
  pid: z.int().positive(),
  startedAt: z.string(),
  signal: z.enum(['SIGTERM', 'SIGINT', 'SIGKILL']),
  patienceMs: z.number(),
});

/** Processes we started, on disk, so that a later run can end what a killed one left behind. */
export interface ProcessRecords {
  add(name: string, pid: number, ending: Ending): ProcessIdentity | undefined;
  remove(name: string): void;
  /** Ends every recorded process that still runs; tells their names. */
  endAll(): Promise<string[]>;
  /** Kills them without waiting, for handlers of `exit`. */
  killAll(): void;
}

export function openProcessRecords(folder: string): ProcessRecords {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const getFile = (name: string) => join(folder, `${name}.pid`);
  const files = () => readdirSync(folder).filter((file) => file.endsWith('.pid'));
  const recorded = () =>
    files().flatMap((file) => {
      const found = readRecord(join(folder, file));
      return found && isRunning(found) ? [{ name: file.slice(0, -'.pid'.length), identity: found, ending: found }] : [];
    });
  const clear = () => {
    for (const file of files()) rmSync(join(folder, file), { force: true });
  };
  return {
    add(name, pid, { signal, patienceMs }) {
      const identity = identifyProcess(pid);
      if (identity) writeFileSync(getFile(name), JSON.stringify({ ...identity, signal, patienceMs }), { mode: 0o600 });
      return identity;
    },
    remove: (name) => rmSync(getFile(name), { force: true }),
    async endAll() {
      const running = recorded();
      await Promise.all(running.map(({ identity, ending }) => endProcess(identity, ending)));
      clear();
      return running.map(({ name }) => name);
    },
    killAll() {
      for (const { identity } of recorded()) signalProcess(identity, 'SIGKILL', true);
      clear();
    },
  };
}

/** A file cut short by a crash names nobody. */
function readRecord(file: string): z.infer<typeof record> | undefined {
  try {
    return record.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Asks a process to end, kills its group when it takes too long, and returns once it is gone. */
export async function endProcess(target: ProcessIdentity, { signal, patienceMs }: Ending): Promise<void> {
  signalProcess(target, signal);
  if (await waitUntil(() => !isRunning(target), patienceMs)) return;
  signalProcess(target, 'SIGKILL', true);
  await waitUntil(() => !isRunning(target), 5000);
}
