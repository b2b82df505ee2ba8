import { readFileSync } from 'node:fs';
import { rabbitmqHome } from '@lyceum/dev-servers/servers/rabbitmq';
import { allProcesses, getMemory, type ProcessFacts, processTree } from '../processes.ts';

export interface Memory {
  /** Resident memory of the process with gateway and services, in bytes. */
  readonly node: number;
  /** Of each server, its share of what it shares with others counted once; by the name of its program. */
  readonly servers: Readonly<Record<string, number>>;
}

/** Of everything that descends from `npm start`, but for npm and what waits for the process. */
export function readMemory(npm: number, dataDir: string): Memory {
  const all = allProcesses();
  const stack = processTree(npm, all).find(({ pid }) => {
    const line = read(pid, 'cmdline');
    return line.includes('stack/src/start.ts') && !line.includes('bootstrap.mjs');
  });
  if (!stack) throw new Error('the process of the stack is not there');
  const servers = [...processTree(stack.pid, all).slice(1), ...portMappers(all, dataDir)];
  const sums = Object.groupBy(servers, ({ name }) => name);
  return {
    node: getMemory(stack.pid).rss,
    servers: Object.fromEntries(
      Object.entries(sums).map(([name, group = []]) => [name, group.reduce((sum, { pid }) => sum + getMemory(pid).pss, 0)]),
    ),
  };
}

/** Erlang's port mapper makes itself a daemon; it is the broker's all the same, told by the home folder they share. */
function portMappers(all: readonly ProcessFacts[], dataDir: string): ProcessFacts[] {
  const home = `HOME=${rabbitmqHome(dataDir)}`;
  return all.filter(({ pid, name }) => name === 'epmd' && read(pid, 'environ').split('\0').includes(home));
}

/** Empty for a process that has ended. */
function read(pid: number, file: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
