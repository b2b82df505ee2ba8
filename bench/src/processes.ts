import { readdirSync, readFileSync } from 'node:fs';

/** A running process by proc(5); Linux only. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Spent by it and by the children it has waited for, in ms. */
  readonly cpuMs: number;
}

/** USER_HZ, which is 100 on every Linux that Node runs on. */
const msPerTick = 10;

export function allProcesses(): ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => readFacts(pid) ?? []);
}

/** The process and everything that descends from it, without what has cut itself loose. */
export function processTree(root: number, all = allProcesses()): ProcessFacts[] {
  const own = all.filter(({ pid }) => pid === root);
  return [...own, ...all.filter(({ parent }) => parent === root).flatMap(({ pid }) => processTree(pid, all))];
}

/** Bytes. `pss` counts a page that n processes share as an nth for each, so that sums are right. */
export function getMemory(pid: number): { rss: number; pss: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
  const bytes = (field: string) => Number(new RegExp(`^${field}: +(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN) * 1024;
  return { rss: bytes('Rss'), pss: bytes('Pss') };
}

function readFacts(pid: string): ProcessFacts | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined; // it has ended since the folder was listed
  }
  // The second field is the name in parentheses and may hold anything; the third is the state.
  const nameEnd = stat.lastIndexOf(')');
  const fields = stat.slice(nameEnd + 2).split(' ');
  const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
  return {
    pid: Number(pid),
    parent: Number(fields[1]),
    name: stat.slice(stat.indexOf('(') + 1, nameEnd),
    cpuMs: ticks * msPerTick,
  };
}
