import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withScratchFolder } from './scratch-folder.ts';

const dayMs = 86_400_000;
let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'scratch-test-'));
});
afterEach(() => rm(parent, { recursive: true }));

/** A folder of a worker on another machine, in which a file was changed so many days ago, and everything else long before. */
async function leave(name: string, days: number): Promise<void> {
  const folder = join(parent, name);
  const inside = join(folder, 'input');
  await mkdir(inside, { recursive: true });
  await writeFile(join(inside, 'source'), 'a film');
  const touch = (path: string, ago: number) => utimes(path, new Date(), new Date(Date.now() - ago * dayMs));
  await touch(join(inside, 'source'), days);
  for (const path of [inside, folder]) await touch(path, 30);
}

it('removes what a worker of another name has not touched for two days, and nothing else', async () => {
  await leave('lyceum-encoding_gone_7_1_abc', 2.1);
  await leave('lyceum-encoding_alive_7_1_abc', 1.9);
  await leave('of-somebody-else', 30);
  const seen = await withScratchFolder(parent, new Date(), async (folder) => [folder, ...(await readdir(parent))]);
  expect(seen).toHaveLength(4);
  expect((await readdir(parent)).toSorted()).toEqual(['lyceum-encoding_alive_7_1_abc', 'of-somebody-else']);
});
