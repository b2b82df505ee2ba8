import { type EntityManager, In } from 'typeorm';
import { PassageEntity, type PassageRow } from '../passage/passage.entity.ts';

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

/** Passages that answer a question. */
export async function findPassages(db: EntityManager, query: PassageQuery): Promise<FoundPassages> {
  const { versionIds, question, limit } = query;
  const words = question.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  const all = await db.findBy(PassageEntity, { versionId: In([...versionIds]) });
  const scored = all.map((passage) => {
    const text = [...passage.headingPath, passage.text].join(' ').toLowerCase();
    return { passage, score: words.filter((word) => text.includes(word.slice(0, 5))).length };
  });
  const hits = scored.filter(({ score }) => score > 0).toSorted((one, other) => other.score - one.score);
  const confidence = words.length === 0 ? 0 : (hits[0]?.score ?? 0) / words.length;
  return {
    passages: hits.slice(0, limit).map(({ passage }) => passage),
    ...{ confidence, isConfident: confidence >= 0.34, searchedFor: [] },
  };
}
