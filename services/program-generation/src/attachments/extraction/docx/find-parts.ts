import { posix } from 'node:path';
import { Unreadable } from '../unreadable.ts';
import { parseXml } from './parse-xml.ts';

type Parts = ReadonlyMap<string, Uint8Array>;

export interface RelatedPart {
  /** Last word of the type: `footnotes`, `header`. */
  readonly kind: string;
  readonly bytes: Uint8Array;
}

/** The part with the body. Fails when the package holds no document of Word. */
export function findMainPart(parts: Parts): { name: string; bytes: Uint8Array } {
  const named = getRelationships(parts, '').find(({ kind }) => kind === 'officeDocument')?.target;
  const name = named ?? 'word/document.xml';
  const bytes = parts.get(name);
  if (!bytes) throw new Unreadable(parts.has('[content_types].xml') ? 'damaged' : 'wrong-type', `it has no ${name}`);
  if (getRoot(bytes) !== 'w:document') throw new Unreadable('wrong-type', `its ${name} is of another program`);
  return { name, bytes };
}

function getRoot(xml: Uint8Array): string | undefined {
  let root: string | undefined;
  parseXml(xml, {
    open(name) {
      root ??= name;
      return false;
    },
    close() {},
    text() {},
    isFull: () => root !== undefined,
  });
  return root;
}

/** What the part refers to within the file, each once. */
export function findRelatedParts(parts: Parts, source: string): RelatedPart[] {
  const byTarget = new Map(getRelationships(parts, source).map((related) => [related.target, related]));
  return [...byTarget.values()].flatMap(({ kind, target }) => {
    const bytes = parts.get(target);
    return bytes ? [{ kind, bytes }] : [];
  });
}

/** ECMA-376 part 2, 6.5: where the relationships of a part are kept, and how their targets are meant. */
function getRelationships(parts: Parts, source: string): { kind: string; target: string }[] {
  const folder = posix.dirname(source);
  const bytes = parts.get(posix.join(folder, '_rels', `${posix.basename(source)}.rels`));
  const found: { kind: string; target: string }[] = [];
  if (!bytes) return found;
  parseXml(bytes, {
    open(name, { Type = '', Target = '', TargetMode }) {
      if (name === 'rel:Relationship' && TargetMode !== 'External') {
        const target = posix.join('/', posix.isAbsolute(Target) ? '' : folder, Target).slice(1);
        found.push({ kind: posix.basename(Type), target: target.toLowerCase() });
      }
      return true;
    },
    close() {},
    text() {},
  });
  return found;
}
