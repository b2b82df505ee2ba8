import { readdirSync, readFileSync } from 'node:fs';
import { identifyProcess, signalProcess } from '../processes/process-identity.ts';

/**
 * Ends Erlang's port mapper, which a broker starts as a daemon and leaves behind. Ours is told from others by the home folder
 * in its environment.
 */
export function endEpmd(home: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const isOurs = readProc(pid, 'comm').trim() === 'epmd' && readProc(pid, 'environ').split('\0').includes(`HOME=${home}`);
    const identity = isOurs && identifyProcess(Number(pid));
    if (identity) signalProcess(identity, 'SIGKILL');
  }
}

/** Empty for a process that has ended, or that belongs to another user. */
function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
