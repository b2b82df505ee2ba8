import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { parseSource, type Source } from './source.ts';

/** Where a rule is broken, and how to mend it. */
export interface Finding {
  readonly rule: string;
  /** Relative to the root, with a line where there is one; for the database a table or a role. */
  readonly file: string;
  readonly message: string;
}

const registry = z.record(z.string(), z.object({ prefixes: z.array(z.string()), port: z.int() }));

/** What the rules about files look at. */
export interface Repository {
  readonly root: string;
  /** Every file of ours, relative to the root, with slashes. */
  readonly files: readonly string[];
  readonly sources: readonly Source[];
  /** `services` of packages/contracts/src/services.ts. */
  readonly registry: z.output<typeof registry>;
  /** Names of the folders of services/. */
  readonly serviceFolders: readonly string[];
}

const notOurs = new Set(['node_modules', '.git', '.data', '.turbo', 'coverage', 'vendor']);

export async function readRepository(root: string): Promise<Repository> {
  const files = listFiles(root, '');
  const code = files.filter((file) => /\.(ts|tsx|js|mjs)$/.test(file));
  const { services } = await import(pathToFileURL(join(root, 'packages/contracts/src/services.ts')).href);
  return {
    root,
    files,
    sources: code.map((file) => parseSource(file, readFileSync(join(root, file), 'utf8'))),
    registry: registry.parse(services),
    serviceFolders: readdirSync(join(root, 'services')).sort(),
  };
}

function listFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (notOurs.has(entry.name)) return [];
    return entry.isDirectory() ? listFiles(root, path) : [path];
  });
}

/** Undefined when there is no such file. */
export function readText({ root, files }: Pick<Repository, 'root' | 'files'>, file: string): string | undefined {
  return files.includes(file) ? readFileSync(join(root, file), 'utf8') : undefined;
}

/** Beside the code it tests, or in a folder that holds only what tests need. */
export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || /^[^/]+\/([^/]+\/)?test\//.test(file);
}
