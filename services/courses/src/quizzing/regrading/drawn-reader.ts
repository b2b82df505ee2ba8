import type { EntityManager } from 'typeorm';
import { findQuiz, listQuestions } from '../quiz/find-quiz.ts';
import type { Drawn } from '../regrade/regrade-items.ts';

/** What a version of a quiz says of one question; null where it has no such question. */
export type ReadDrawn = (db: EntityManager, versionId: string) => Promise<Drawn | null>;

/** Reads each version once: versions never change and may be long. */
export function createDrawnReader(questionId: string): ReadDrawn {
  const known = new Map<string, Drawn | null>();
  return async (db, versionId) => {
    const earlier = known.get(versionId);
    if (earlier !== undefined) return earlier;
    const quiz = await findQuiz(db, versionId);
    const original = quiz && listQuestions(quiz).get(questionId)?.content;
    const drawn = original ? { original, wrongPercent: quiz.settings.wrongPercent } : null;
    known.set(versionId, drawn);
    return drawn;
  };
}
