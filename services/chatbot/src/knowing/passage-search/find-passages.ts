import { type EntityManager, In } from 'typeorm';
import { createVectorCache, type VectorCache } from '../embedding/vector-cache.ts';
import { PassageEntity, type PassageRow } from '../passage/passage.entity.ts';
import { fuseRanks } from './fuse-ranks.ts';
import { standsOut, toConfidence, toMinConfidence } from './judge-confidence.ts';
import { rankByVector } from './rank-by-vector.ts';
import { rankPassages } from './rank-passages.ts';
import { weighQuestion } from './weigh-question.ts';

export interface PassageQuery {
  readonly courseId: string;
  /** Versions of lessons that are open to the person who asks; nothing of any other has an effect on what is found. */
  readonly versionIds: readonly string[];
  /** Of the lesson one asks in: its passages come first where they fit as well; null in a course. */
  readonly nearVersionId: string | null;
  readonly question: string;
  /** Of the question; null without a model for them. */
  readonly vector: readonly number[] | null;
  readonly limit: number;
}

export interface FoundPassages {
  /** The best first. */
  readonly passages: readonly PassageRow[];
  /** From 0 to 1: how much of the question the best of them cover. */
  readonly confidence: number;
  /** Whether that is enough to answer from them. */
  readonly isConfident: boolean;
  /** Words that were looked for in place of some that the course does not have. */
  readonly searchedFor: readonly string[];
}

/** Of each way of searching, so many are put together. */
const maxRanked = 100;

/** Passages that answer a question: by their words, and by their vectors where the question has one. `cache` keeps vectors that were read. */
export async function findPassages(
  db: EntityManager,
  { courseId, versionIds, nearVersionId, question, vector, limit }: PassageQuery,
  cache: VectorCache = createVectorCache(),
): Promise<FoundPassages> {
  const scope = { courseId, versionIds };
  const weighed = await weighQuestion(db, scope, question);
  const ranked = await rankPassages(db, scope, weighed, { nearVersionId, limit: maxRanked });
  const confidence = toConfidence(weighed, ranked);
  const likely = ranked.map(({ passageId }) => passageId);
  // Those of the lesson are compared first.
  const versions = versionIds.toSorted((one, other) => Number(other === nearVersionId) - Number(one === nearVersionId));
  const alike = vector === null ? [] : await rankByVector(db, versions, { vector, likely }, cache);
  const ids = fuseRanks(
    likely,
    alike.slice(0, maxRanked).map(({ passageId }) => passageId),
  );
  return {
    passages: await readPassages(db, ids.slice(0, limit), versionIds),
    confidence,
    isConfident: confidence > toMinConfidence(weighed.passages) || standsOut(alike),
    searchedFor: [...new Set(weighed.words.flatMap(({ replacedBy }) => replacedBy ?? []))],
  };
}

/** In the order of their ids. */
async function readPassages(db: EntityManager, ids: readonly string[], versionIds: readonly string[]): Promise<PassageRow[]> {
  if (ids.length === 0) return [];
  const rows = await db.findBy(PassageEntity, { id: In([...ids]), versionId: In([...versionIds]) });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
