/** Something in a package that can be started. */
interface PackagePlace {
  /** As the archive names the entry. */
  readonly entry: string;
  /** Path in the package, with query and fragment; signs that an address gives a meaning to are encoded. */
  readonly launch: string;
}

/** At another address, outside of the package, or not among its entries. */
export type HrefFault = 'elsewhere' | 'outside' | 'missing';

/** Finds an entry by its name without case, as Windows does, where packages are made. */
export type FindEntry = (path: string) => string | undefined;

export function createFindEntry(names: readonly string[]): FindEntry {
  const byKey = new Map(names.map((name) => [toKey(name), name]));
  return (path) => byKey.get(toKey(path));
}

const toKey = (name: string) => name.normalize('NFC').toLowerCase();

/** A folder within another one: of both the path from the root of the package, empty or with `/` at its end. */
export function resolveBase(folder: string, base: string): string | HrefFault {
  const path = toPath(folder, decode(base.trim()));
  if (path === 'elsewhere' || path === 'outside') return path;
  return path.join('/') + (path.length > 0 ? '/' : '');
}

/** What an address of a manifest leads to from a folder of the package. */
export function resolveHref(folder: string, href: string, find: FindEntry): PackagePlace | HrefFault {
  const [, written = '', suffix = ''] = /^([^?#]*)(.*)$/s.exec(href.trim()) ?? [];
  let fault: HrefFault = 'missing';
  // Some tools encode what they write, others do not.
  for (const name of new Set([decode(written), written])) {
    const path = toPath(folder, name);
    if (path === 'elsewhere' || path === 'outside') {
      fault = path;
      continue;
    }
    const entry = find(path.join('/'));
    if (entry) return { entry, launch: entry.replace(/[%?#]/g, encodeURIComponent) + suffix };
  }
  return fault;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A percent sign that encodes nothing stands for itself.
    return path;
  }
}

/** Steps from the root of the package. Tools of Windows write backslashes. */
function toPath(folder: string, written: string): string[] | 'elsewhere' | 'outside' {
  const path = written.replaceAll('\\', '/');
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(path)) return 'elsewhere';
  if (path.startsWith('/')) return 'outside';
  const steps: string[] = [];
  for (const step of `${folder}${path}`.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return 'outside';
  }
  return steps;
}
