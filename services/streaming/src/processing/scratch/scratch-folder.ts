import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

const mine = `lyceum-encoding_${hostname()}_`;

/** Names the process and when it began: another one of the same number began at another time. Null when there is none. */
async function findOwner(pid: string): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    // The name of the program may contain spaces and brackets; field 22 of all is the twentieth behind it.
    return `${mine}${pid}_${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}_`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // of the file system
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}

/** Gives a fresh folder to some work, and removes it afterwards; what processes of this machine left that are dead goes first. */
export async function withScratchFolder<Result>(
  workDir: string | undefined,
  run: (folder: string) => Promise<Result>,
): Promise<Result> {
  const parent = workDir ?? tmpdir();
  await mkdir(parent, { recursive: true });
  await removeLeftovers(parent);
  const folder = await mkdtemp(join(parent, (await findOwner(String(process.pid))) ?? mine));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(mine)) continue;
    const owner = await findOwner(/^\d+/.exec(name.slice(mine.length))?.[0] ?? 'none');
    if (owner === null || !name.startsWith(owner)) await rm(join(parent, name), { recursive: true, force: true });
  }
}
