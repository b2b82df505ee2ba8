import { dirname } from 'node:path';
import { type Finding, type Repository, readText } from './repository.ts';

const workspaceFile = /^(packages|services|gateway|stack|web|e2e|bench|tooling)\//;

/** A file that only passes on what others export hides who uses what, and makes cycles. */
export function nothingIsABarrel(repository: Repository): Finding[] {
  const rule = 'nothing-is-a-barrel';
  const indexes = repository.files.filter((file) => workspaceFile.test(file) && /(^|\/)index\.(ts|tsx|js|mjs)$/.test(file));
  const roots = repository.files.filter((file) => {
    if (!workspaceFile.test(file) || !file.endsWith('/package.json')) return false;
    const { exports = {}, main } = JSON.parse(readText(repository, file) ?? '{}');
    return main !== undefined || '.' in Object(exports);
  });
  return [
    ...indexes.map((file) => ({ rule, file, message: 'name the file after what it exports' })),
    ...roots.map((file) => ({ rule, file, message: 'export subpaths, not the root of the package' })),
  ];
}

const layers = new Set([
  'constants',
  'controllers',
  'dto',
  'helpers',
  'interfaces',
  'models',
  'repositories',
  'services',
  'types',
  'utils',
]);

/** A folder below `src` is named after what it is about. */
export function foldersAreFeatures({ files }: Repository): Finding[] {
  const folders = files
    .filter((file) => workspaceFile.test(file))
    .flatMap(foldersBelowSrc)
    // The service that owns language models.
    .filter((folder) => folder !== 'packages/contracts/src/models');
  return [...new Set(folders)].map((file) => ({
    rule: 'folders-are-features',
    file,
    message: 'name the folder after a noun of the domain, not after a kind of code',
  }));
}

function foldersBelowSrc(file: string): string[] {
  const parts = file.split('/');
  const src = parts.indexOf('src');
  if (src < 0) return [];
  return parts
    .slice(0, -1)
    .flatMap((name, index) => (index > src && layers.has(name) ? [parts.slice(0, index + 1).join('/')] : []));
}

/** Folders that are named like this on every machine, and in images. */
const everywhere = new Set(['/', '/app', '/home', '/opt', '/root', '/srv', '/tmp', '/usr/src', '/var/tmp']);

/** Nothing may know where this checkout lies, or whose home it is in. */
export function noTextNamesThisMachine(repository: Repository): Finding[] {
  const parent = dirname(repository.root);
  const here = everywhere.has(parent) ? repository.root : parent;
  const machinePath = new RegExp(`${here.replace(/[^\w/]/g, '\\$&')}(?![\\w-])|/(home|Users)/(?!node\\b)\\w[\\w.-]*/`);
  return repository.files.flatMap((file) => {
    const lines = (readText(repository, file) ?? '').split('\n');
    const line = lines.findIndex((text) => machinePath.test(text));
    if (line < 0) return [];
    return [{ rule: 'no-text-names-this-machine', file: `${file}:${line + 1}`, message: 'write the path relative to the root' }];
  });
}
