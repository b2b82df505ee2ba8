import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** Starts what other workspaces are, whatever its manifest says. */
const journeys = 'e2e';
const documents = /^docs\/|\.md$/;

const names = z.record(z.string(), z.string()).default({});
const manifest = z.object({ name: z.string(), dependencies: names, devDependencies: names });
/** What tests need of a workspace that itself needs theirs: two manifests may not name each other. */
const undeclared = z.object({ boundaries: z.object({ implicitDependencies: z.array(z.string()) }) });

/**
 * Folders of the workspaces whose tests a change can reach: those it touches and all that depend on them; undefined for all.
 * `workspaces`: folder → folders it depends on.
 */
export function reachedWorkspaces(
  changed: readonly string[],
  workspaces: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const reached = new Set<string>();
  for (const file of changed.filter((path) => !documents.test(path))) {
    const touched = [...workspaces.keys()].find((folder) => file.startsWith(`${folder}/`));
    if (touched === undefined) return undefined;
    reached.add(touched);
  }
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const [folder, needed] of workspaces) if (needed.some((one) => reached.has(one))) reached.add(folder);
  }
  if (reached.size > 0) reached.add(journeys);
  return [...reached].sort();
}

/** Folder of each workspace → the folders it depends on, for development and for tests included. */
export function readWorkspaces(root: string): Map<string, string[]> {
  const { workspaces } = z.object({ workspaces: z.array(z.string()) }).parse(readJson(join(root, 'package.json')));
  const manifests = workspaces
    .flatMap((pattern) => globSync(`${pattern}/package.json`, { cwd: root }))
    .map((file) => [dirname(file), manifest.parse(readJson(join(root, file)))] as const);
  const toFolder = new Map(manifests.map(([folder, { name }]) => [name, folder]));
  const implicit = (folder: string) => {
    const file = join(root, folder, 'turbo.json');
    return existsSync(file) ? undeclared.parse(readJson(file)).boundaries.implicitDependencies : [];
  };
  return new Map(
    manifests.map(([folder, { dependencies, devDependencies }]) => [
      folder,
      [...Object.keys({ ...dependencies, ...devDependencies }), ...implicit(folder)].flatMap((name) => toFolder.get(name) ?? []),
    ]),
  );
}

/** What differs from the main branch: in commits, in the working tree, and as new files. Relative to the root. */
export function changedFiles(root: string): string[] {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' })
      .split('\n')
      .filter(Boolean);
  const branches = git('for-each-ref', '--format=%(refname)', 'refs/remotes/origin/main', 'refs/heads/main');
  const main = branches.find((name) => name.includes('/origin/')) ?? branches[0] ?? 'HEAD';
  const [base = 'HEAD'] = git('merge-base', 'HEAD', main);
  return [...new Set([...git('diff', '--name-only', base), ...git('ls-files', '--others', '--exclude-standard')])];
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
