import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import type { QuestionContent } from '@lyceum/contracts/courses/question';
import { bankFull } from '@lyceum/contracts/courses/question-bank';
import type { EntityManager } from 'typeorm';
import { maxQuestions } from './bank-limits.ts';
import { QuestionEntity, type QuestionRow } from './question.entity.ts';

/** Fails with `bank.full` when so many more questions are too many. */
export async function requireRoom(db: EntityManager, bankId: string, more: number): Promise<void> {
  if ((await db.countBy(QuestionEntity, { bankId })) + more > maxQuestions) throw fail(bankFull);
}

/** Adds questions at the end of a bank that the caller holds. Fails with `bank.full`. */
export async function insertQuestions(
  db: EntityManager,
  bankId: string,
  contents: readonly QuestionContent[],
  now: Date,
): Promise<QuestionRow[]> {
  await requireRoom(db, bankId, contents.length);
  const rows = contents.map((content) => ({ id: newId(), bankId, content, version: 1, createdAt: now, updatedAt: now }));
  if (rows.length > 0) await db.insert(QuestionEntity, rows);
  return rows;
}
