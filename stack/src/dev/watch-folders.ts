import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { basename, join, sep } from 'node:path';

const ignoredFolders = new Set(['node_modules', 'test', 'docs']);

/** Not tests, nor the drafts and locks that editors put beside a file. */
const isSource = (name: string) => /^[^.#].*\.\w+$/.test(name) && !name.endsWith('.test.ts');

/**
 * Calls `onChange` with the path of each source that is written, made or deleted in `roots`, or in any folder below. Folders are
 * watched, not files: what is saved by rename is another file, which nobody who watches the former one hears of.
 */
export function watchFolders(roots: readonly string[], onChange: (path: string) => void): { close(): void } {
  const watchers = new Map<string, FSWatcher>();

  function add(folder: string): void {
    forget(folder);
    watchers.set(
      folder,
      watch(folder, (event, name) => name && unlessGone(() => look(folder, name, event))).on('error', () => forget(folder)),
    );
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && !ignoredFolders.has(entry.name)) add(join(folder, entry.name));
    }
  }

  function look(folder: string, name: string, event: 'rename' | 'change'): void {
    const path = join(folder, name);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      if (ignoredFolders.has(name) || event === 'change') return;
      add(path);
      // What was written before we watched it.
      const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
      for (const file of files.filter((each) => isSource(basename(each)))) onChange(join(path, file));
    } else if (watchers.has(path)) {
      forget(path);
      onChange(path);
    } else if (isSource(name)) {
      onChange(path);
    }
  }

  function forget(folder: string): void {
    for (const [path, watcher] of watchers) {
      if (path !== folder && !path.startsWith(folder + sep)) continue;
      watcher.close();
      watchers.delete(path);
    }
  }

  for (const root of roots) add(root);
  return {
    close() {
      for (const root of roots) forget(root);
    },
  };
}

/** A folder may be deleted while we look at it; its parent tells us. */
function unlessGone(look: () => void): void {
  try {
    look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
