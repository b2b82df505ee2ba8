import { found } from '@lyceum/common/errors';
import { attemptNotFound } from '@lyceum/contracts/courses/attempt';
import type { EntityManager } from 'typeorm';
import { AttemptEntity, type AttemptRow } from './attempt.entity.ts';

export type WholeAttempt = Required<AttemptRow>;

/** An attempt with its questions. Somebody else's fails with `attempt.not_found`. */
export async function findAttempt(db: EntityManager, personId: string, id: string): Promise<WholeAttempt> {
  const attempt = await db
    .createQueryBuilder(AttemptEntity, 'attempt')
    .addSelect(['attempt.items', 'attempt.shown'])
    .where({ id, personId })
    .getOne();
  const { items = [], shown = [], ...row } = found(attempt, attemptNotFound);
  return { ...row, items, shown };
}
