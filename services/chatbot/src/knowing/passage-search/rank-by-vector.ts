import type { EntityManager } from 'typeorm';
import { fromVectorBytes, toLikeness, toVectorBytes } from '../embedding/vector-bytes.ts';
import type { VectorCache, VersionVectors } from '../embedding/vector-cache.ts';

export interface LikePassage {
  readonly passageId: string;
  /** Cosine. */
  readonly likeness: number;
}

/** How many passages are read and compared for one question; what is cached costs no reading. */
const maxRead = 3000;

interface VersionOfModel {
  readonly id: string;
  readonly key: string;
  readonly passages: number;
}

/**
 * Passages of these versions, the most alike first. Versions that come first are compared first. Of those beyond what can be read at once, only
 * the passages `likely` are, until the cache has the others.
 */
export async function rankByVector(
  db: EntityManager,
  versionIds: readonly string[],
  { vector, likely }: { readonly vector: readonly number[]; readonly likely: readonly string[] },
  cache: VectorCache,
): Promise<LikePassage[]> {
  const asked = fromVectorBytes(toVectorBytes(vector));
  const found: VersionVectors[] = [];
  const unread: VersionOfModel[] = [];
  const tooMany: string[] = [];
  let left = maxRead;
  for (const version of await findVersions(db, versionIds)) {
    const cached = cache.find(version.key);
    if (cached) {
      found.push(cached);
    } else if (version.passages > left) {
      tooMany.push(version.id);
    } else {
      left -= version.passages;
      unread.push(version);
    }
  }
  for (const [key, vectors] of await readVersions(db, unread)) {
    cache.keep(key, vectors);
    found.push(vectors);
  }
  if (tooMany.length > 0) found.push(toVectors(await readVectors(db, tooMany, likely)));
  return found
    .flatMap(({ passageIds, vectors }) =>
      passageIds.flatMap((passageId, index) => {
        const own = vectors[index];
        return own?.length === asked.length ? { passageId, likeness: toLikeness(own, asked) } : [];
      }),
    )
    .toSorted((one, other) => other.likeness - one.likeness);
}

async function findVersions(db: EntityManager, versionIds: readonly string[]): Promise<VersionOfModel[]> {
  return db.query<VersionOfModel[]>(
    `SELECT version.id, version.id || ' ' || indexed_at || ' ' || embedding_model AS key,
       (SELECT count(*)::int FROM passages WHERE version_id = version.id) AS passages
     FROM unnest($1::uuid[]) WITH ORDINALITY AS open (id, place)
     JOIN lesson_versions version USING (id) WHERE embedding_model IS NOT NULL ORDER BY place`,
    [versionIds],
  );
}

async function readVersions(db: EntityManager, versions: readonly VersionOfModel[]): Promise<Map<string, VersionVectors>> {
  if (versions.length === 0) return new Map();
  const versionIds = versions.map(({ id }) => id);
  const rows = Map.groupBy(await readVectors(db, versionIds, null), ({ versionId }) => versionId);
  return new Map(versions.map(({ id, key }) => [key, toVectors(rows.get(id) ?? [])]));
}

interface VectorRow {
  readonly id: string;
  readonly versionId: string;
  readonly embedding: Buffer;
}

/** Of all passages of these versions, or only of those with these ids. */
const readVectors = (db: EntityManager, versionIds: readonly string[], ids: readonly string[] | null): Promise<VectorRow[]> =>
  db.query<VectorRow[]>(
    `SELECT id, version_id AS "versionId", embedding FROM passages
     WHERE version_id = ANY($1::uuid[]) AND embedding IS NOT NULL AND ($2::uuid[] IS NULL OR id = ANY($2))`,
    [versionIds, ids],
  );

const toVectors = (rows: readonly VectorRow[]): VersionVectors => ({
  passageIds: rows.map(({ id }) => id),
  vectors: rows.map(({ embedding }) => fromVectorBytes(embedding)),
});
