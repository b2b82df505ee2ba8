/** Finds the entry that an address within the package means, as seen from a folder (`''`, or a path that ends with `/`). */
export type EntryFinder = (href: string, folder: string) => string | undefined;

const maxHref = 2_000;

/** Names are compared without case, as the archive compares them. */
export function createEntryFinder(names: readonly string[]): EntryFinder {
  const known = new Map(names.map((name) => [toKey(name), name]));
  return (href, folder) => {
    if (href.length > maxHref || /^(?:[a-z][\w+.-]*:|[/\\#?])/i.test(href)) return undefined;
    const path = href.replace(/[?#].*$/s, '').replaceAll('\\', '/');
    for (const written of new Set([href.replaceAll('\\', '/'), path, decode(path)])) {
      const joined = join(folder, written);
      const name = joined === undefined ? undefined : known.get(toKey(joined));
      if (name !== undefined) return name;
    }
    return undefined;
  };
}

/** The folder of an entry. */
export function getFolder(entry: string): string {
  return entry.slice(0, entry.lastIndexOf('/') + 1);
}

function toKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A percent sign that encodes no character is part of the name.
    return path;
  }
}

/** None when it leaves the package. */
function join(folder: string, path: string): string | undefined {
  const parts: string[] = [];
  for (const part of `${folder}${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
