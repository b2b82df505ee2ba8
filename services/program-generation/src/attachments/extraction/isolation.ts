import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the reader of files is started with. */
export interface Isolation {
  readonly execPath: string;
  readonly execArgv: readonly string[];
}

/** What the readers import, and what that imports. */
const packages = ['dingbat-to-unicode', 'fflate', 'pdfjs-dist', 'sax', 'unpdf'];

const readablePaths = [
  fileURLToPath(new URL('./', import.meta.url)),
  // Says that the code is made of modules.
  findPackageJSON('..', import.meta.url),
  ...packages.map((name) => dirname(findPackageJSON(name, import.meta.url) ?? name)),
];

/** No files but its own code, none written, no processes and no addons. Threads are its watch, see `closeWays`. */
export const nodeArguments = ['--permission', '--allow-worker', ...readablePaths.map((path) => `--allow-fs-read=${path}`)];

const unshare = '/usr/bin/unshare';
const withoutNetwork = ['--user', '--net', '--'];

/** A process without any network where the kernel lets us make one, which Docker and some distributions do not. */
export async function findIsolation(): Promise<Isolation> {
  const shared = { execPath: process.execPath, execArgv: nodeArguments };
  if (!existsSync(unshare)) return shared;
  const isAllowed = await new Promise<boolean>((resolve) => {
    execFile(unshare, [...withoutNetwork, process.execPath, '--version'], (error) => resolve(!error));
  });
  return isAllowed ? { execPath: unshare, execArgv: [...withoutNetwork, process.execPath, ...nodeArguments] } : shared;
}
