import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Names one run of one process: whoever gets its pid later started at another moment. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Boot id and clock ticks since boot (proc(5)); without /proc what `ps` says. */
  readonly startedAt: string;
}

/** Undefined when no such process runs; one that has ended but is not yet collected counts as ended. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startedAt = existsSync('/proc/self/stat') ? startedAtByProc(pid) : startedAtByPs(pid);
  return startedAt ? { pid, startedAt } : undefined;
}

export function isRunning(process: ProcessIdentity): boolean {
  return identifyProcess(process.pid)?.startedAt === process.startedAt;
}

/** Signals a process unless it has ended; `group` reaches the children it started too. */
export function signalProcess(target: ProcessIdentity, signal: NodeJS.Signals, group = false): void {
  if (!isRunning(target)) return;
  try {
    process.kill(group ? -target.pid : target.pid, signal);
  } catch (error) {
    // It ended in between.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function startedAtByProc(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The second field is the name in parentheses and may hold spaces and parentheses; the third is the state, the 22nd the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}:${fields[19]}`;
}

function startedAtByPs(pid: number): string | undefined {
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || undefined;
}
