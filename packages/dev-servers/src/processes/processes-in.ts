import { existsSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';

/** Processes whose working directory is `folder`. Empty where there is no /proc. */
export function processesIn(folder: string): ProcessIdentity[] {
  if (!existsSync('/proc/self/cwd')) return [];
  const place = realpathSync(folder);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && workingDirectory(name) === place)
    .flatMap((pid) => identifyProcess(Number(pid)) ?? []);
}

/** Undefined for a process that has ended, or that belongs to another user. */
function workingDirectory(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
