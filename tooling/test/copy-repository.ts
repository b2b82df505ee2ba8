import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const left = new Set(['node_modules', '.git', '.data', '.turbo', 'coverage', '.env']);

/** A copy of this repository, in a folder named as people name them, that shares its packages; its own workspaces are its own. */
export function copyRepository(): { root: string; link(workspace: string): void; remove(): void } {
  const copy = mkdtempSync(join(tmpdir(), 'Рабочий стол (2) %20 #1 '));
  cpSync(root, copy, { recursive: true, filter: (path) => !left.has(basename(path)) });
  mkdirSync(join(copy, 'node_modules/@lyceum'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name === '@lyceum' || name === '.cache') continue;
    symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  }
  const link = (workspace: string) =>
    symlinkSync(join(copy, workspace), join(copy, 'node_modules/@lyceum', basename(workspace)), 'dir');
  const folders = (parent: string) => readdirSync(join(copy, parent)).map((name) => `${parent}/${name}`);
  for (const workspace of [...folders('packages'), ...folders('services'), 'gateway', 'stack', 'tooling', 'e2e']) {
    link(workspace);
    // Packages in a version of its own.
    const own = join(root, workspace, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(copy, workspace, 'node_modules'));
  }
  return { root: copy, link, remove: () => rmSync(copy, { recursive: true }) };
}
