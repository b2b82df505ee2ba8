import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { eventually } from '@lyceum/testing/eventually';
import { applicationFolders } from './development.ts';
import { watchFolders } from './watch-folders.ts';

const root = mkdtempSync(join(tmpdir(), 'lyceum-watch-'));
mkdirSync(join(root, 'src/course'), { recursive: true });
mkdirSync(join(root, 'test'));
mkdirSync(join(root, 'node_modules/zod'), { recursive: true });
write('src/course/course.routes.ts');

let changed: string[] = [];
const watcher = watchFolders([root], (path) => changed.push(relative(root, path)));
afterAll(() => {
  watcher.close();
  rmSync(root, { recursive: true });
});
beforeEach(() => {
  changed = [];
});

function write(path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), String(Math.random()));
}

/** As most editors and git do: the file gets another inode. */
function saveByRename(path: string): void {
  const draft = join(root, dirname(path), '.draft');
  writeFileSync(draft, String(Math.random()));
  renameSync(draft, join(root, path));
}

const reports = (path: string) => eventually(async () => changed.includes(path));

it.each([1, 2, 3])('hears of a file that is saved by rename, save %i of three', async () => {
  saveByRename('src/course/course.routes.ts');
  await reports('src/course/course.routes.ts');
});

it('hears of a file that is written in place, made or deleted', async () => {
  write('src/course/course.routes.ts');
  await reports('src/course/course.routes.ts');
  write('src/course/publish-course.ts');
  await reports('src/course/publish-course.ts');
  changed = [];
  rmSync(join(root, 'src/course/publish-course.ts'));
  await reports('src/course/publish-course.ts');
});

it('hears of files in folders that are made, renamed and deleted later', async () => {
  write('src/lesson/deep/lesson.routes.ts');
  await reports('src/lesson/deep/lesson.routes.ts');
  renameSync(join(root, 'src/lesson'), join(root, 'src/unit'));
  await reports('src/unit/deep/lesson.routes.ts');
  changed = [];
  saveByRename('src/unit/deep/lesson.routes.ts');
  await reports('src/unit/deep/lesson.routes.ts');
  rmSync(join(root, 'src/unit'), { recursive: true });
  await reports('src/unit');
});

it('does not report tests, drafts of editors, and packages', async () => {
  for (const path of ['src/course/course.routes.test.ts', 'src/course/.course.routes.ts.swp', 'src/course/course.routes.ts~']) {
    write(path);
  }
  for (const path of ['src/4913', 'test/factories.ts', 'node_modules/zod/package.json']) write(path);
  // Events of one folder come in order.
  write('src/last.ts');
  write('src/course/last.ts');
  await reports('src/last.ts');
  await reports('src/course/last.ts');
  expect(new Set(changed)).toEqual(new Set(['src/last.ts', 'src/course/last.ts']));
});

it('watches what the application runs: contracts, kit, gateway, stack and every service', () => {
  const folders = applicationFolders().map((folder) => relative(join(import.meta.dirname, '../../..'), folder));
  expect(folders).toEqual(
    expect.arrayContaining(['packages/contracts', 'packages/common', 'gateway', 'stack', 'services/users']),
  );
});
