/** The vectors of a version, as they were at one time. */
export interface VersionVectors {
  readonly passageIds: readonly string[];
  readonly vectors: readonly Float32Array[];
}

export interface VectorCache {
  find(key: string): VersionVectors | undefined;
  keep(key: string, vectors: VersionVectors): void;
}

/** 64 MB. */
const defaultMaxFloats = 16 * 1024 * 1024;

/** Those that were used last stay. A key names the version, the time of its passages and the model, so what it names never changes. */
export function createVectorCache(maxFloats = defaultMaxFloats): VectorCache {
  const kept = new Map<string, VersionVectors>();
  let floats = 0;
  const count = ({ vectors }: VersionVectors) => vectors.reduce((sum, { length }) => sum + length, 0);
  return {
    find(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found;
    },
    keep(key, vectors) {
      if (kept.has(key) || count(vectors) > maxFloats) return;
      kept.set(key, vectors);
      floats += count(vectors);
      for (const [oldest, dropped] of kept) {
        if (floats <= maxFloats) return;
        kept.delete(oldest);
        floats -= count(dropped);
      }
    },
  };
}
