import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { identifyProcess } from './process-identity.ts';

/** Names of the processes that know a folder from their command line, their environment or as working directory. For tests. */
export function findProcesses(folder: string): string[] {
  const pids = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid);
  return pids.flatMap((pid) => {
    try {
      if (!identifyProcess(Number(pid))) return [];
      const known = [
        readlinkSync(`/proc/${pid}/cwd`),
        ...['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8')),
      ];
      return known.some((text) => text.includes(folder)) ? [readFileSync(`/proc/${pid}/comm`, 'utf8').trim()] : [];
    } catch {
      return []; // it ended while we looked
    }
  });
}
