import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

const ours = 'lyceum-encoding_';
const mine = `${ours}${hostname()}_`;

/** Longer than any work goes without a new folder or file in its own. */
const abandonedMs = 2 * 86_400_000;

/** Names the process and when it began: another one of the same number began at another time. Null when there is none. */
async function findOwner(pid: string): Promise<string | null> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'latin1');
    // The name of the program may contain spaces and brackets; field 22 of all is the twentieth behind it.
    return `${mine}${pid}_${line.slice(line.lastIndexOf(')') + 2).split(' ')[19]}_`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // of the file system
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}

/**
 * Gives a fresh folder to some work, and removes it afterwards; what processes of this machine left that are dead goes first, and of
 * others, such as a container that was made anew under another name, what nobody has touched for two days.
 */
export async function withScratchFolder<Result>(
  workDir: string | undefined,
  now: Date,
  run: (folder: string) => Promise<Result>,
): Promise<Result> {
  const parent = workDir ?? tmpdir();
  await mkdir(parent, { recursive: true });
  await removeLeftovers(parent, now);
  const folder = await mkdtemp(join(parent, (await findOwner(String(process.pid))) ?? mine));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function isOwned(name: string): Promise<boolean> {
  const owner = await findOwner(/^\d+/.exec(name.slice(mine.length))?.[0] ?? 'none');
  return owner !== null && name.startsWith(owner);
}

/** Whether nothing in a folder, itself included, was changed for so long; false of one that is being removed, or is not ours to look into. */
async function isAbandoned(folder: string, now: Date): Promise<boolean> {
  try {
    const paths = [folder, ...(await readdir(folder, { recursive: true })).map((name) => join(folder, name))];
    const moments = await Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs));
    return now.getTime() - Math.max(...moments) > abandonedMs;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // of the file system
    if (code === 'ENOENT' || code === 'EACCES') return false;
    throw error;
  }
}

async function removeLeftovers(parent: string, now: Date): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(ours)) continue;
    const path = join(parent, name);
    const isLeft = name.startsWith(mine) ? !(await isOwned(name)) : await isAbandoned(path, now);
    if (isLeft) await rm(path, { recursive: true, force: true });
  }
}
