import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { StartFailure } from '../progress.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { type Ending, endProcess, type ProcessRecords } from './process-records.ts';
import { rotateLog } from './rotate-log.ts';
import { waitUntil } from './wait-until.ts';

export interface ServerSpec {
  /** For people, e.g. `PostgreSQL`. */
  readonly title: string;
  /** For files. */
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env: Record<string, string>;
  readonly cwd: string;
  readonly logFile: string;
  readonly records: ProcessRecords;
  readonly ending: Ending;
  readonly startTimeoutMs: number;
  /** Runs ahead of each start: removes what a kill may have left. */
  prepare?(): Promise<void> | void;
  isReady(): Promise<boolean>;
  onReady?(): void;
  /** Runs after it ended. */
  onEnd?(): void;
}

/** A server that ended although nobody told it to. */
export interface Crash {
  readonly title: string;
  /** `signal SIGKILL` or `exit code 1`. */
  readonly cause: string;
  readonly logFile: string;
}

/** A server of ours; it keeps its port and its data over `stop`, `kill` and `start`. */
export interface ServerProcess {
  start(): Promise<void>;
  /** Ends it in its own way, or by force when that takes too long. */
  stop(): Promise<void>;
  /** `kill -9`, as a power cut would. */
  kill(): Promise<void>;
  /** The listener hears of each end of a server that was up and was not told to end; it may start it again. */
  onCrash(listener: (crash: Crash) => void): void;
}

export function serverProcess(spec: ServerSpec): ServerProcess {
  let running: { child: ChildProcess; identity: ProcessIdentity; ended: Promise<void> } | undefined;
  let state: 'starting' | 'up' | 'ending' = 'ending';
  const crashListeners: ((crash: Crash) => void)[] = [];

  function launch() {
    rotateLog(spec.logFile);
    const log = openSync(spec.logFile, 'a', 0o600);
    const [command, ...args] = spec.command;
    // Its own process group: Ctrl-C in the terminal is ours to answer, in our order.
    const child = spawn(command, args, { cwd: spec.cwd, env: spec.env, stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    child.once('exit', onExit);
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
    if (child.pid === undefined)
      throw new StartFailure(`${spec.title} cannot be started: ${command} does not run. ${logHint(spec)}`);
    const identity = spec.records.add(spec.name, child.pid, spec.ending);
    // It may have ended before it could be looked at.
    if (!identity) throw new StartFailure(`${spec.title} ended while starting. ${logHint(spec)}`);
    return { child, identity, ended };
  }

  async function start(): Promise<void> {
    if (running) return;
    state = 'starting';
    await spec.prepare?.();
    if (wasToldToEnd()) throw new StartFailure(`${spec.title} was stopped while starting.`);
    running = launch();
    const { child } = running;
    try {
      const settled = await waitUntil(async () => hasEnded(child) || (await spec.isReady()), spec.startTimeoutMs);
      if (hasEnded(child)) throw new StartFailure(`${spec.title} ended while starting. ${logHint(spec)}`);
      if (!settled)
        throw new StartFailure(`${spec.title} did not answer within ${spec.startTimeoutMs / 1000} s. ${logHint(spec)}`);
      spec.onReady?.();
      if (!wasToldToEnd()) state = 'up';
    } catch (error) {
      await kill();
      throw error;
    }
  }

  /** As a function: TypeScript would take `state` for what `start` has set it to. */
  const wasToldToEnd = () => state === 'ending';

  async function end(how: Ending): Promise<void> {
    state = 'ending';
    if (!running) return;
    const { identity, ended } = running;
    await endProcess(identity, how);
    await ended;
    forget();
  }

  function forget(): void {
    running = undefined;
    spec.records.remove(spec.name);
    spec.onEnd?.();
  }

  function onExit(code: number | null, signal: NodeJS.Signals | null): void {
    if (state !== 'up') return;
    state = 'ending';
    forget();
    const cause = signal ? `signal ${signal}` : `exit code ${code}`;
    for (const listener of crashListeners) listener({ title: spec.title, cause, logFile: spec.logFile });
  }

  const kill = () => end({ signal: 'SIGKILL', patienceMs: 5000 });
  return {
    start,
    stop: () => end(spec.ending),
    kill,
    onCrash: (listener) => void crashListeners.push(listener),
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Its last words usually name the reason. */
function logHint(spec: ServerSpec): string {
  const words = readFileSync(spec.logFile, 'utf8').trimEnd().split('\n').slice(-3).join(' | ');
  return `Its log ${spec.logFile} ends with: ${words}. If its data is damaged and not needed, "npm start -- --fresh" begins anew.`;
}
