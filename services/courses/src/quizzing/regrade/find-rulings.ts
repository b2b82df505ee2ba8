import { type EntityManager, In } from 'typeorm';
import { RegradeEntity, type RegradeRow } from './regrade.entity.ts';
import type { Ruling } from './regrade-items.ts';

interface RuledAttempt {
  readonly courseId: string;
  readonly lessonId: string;
  readonly startedAt: Date;
  readonly items: readonly { readonly questionId: string; readonly version: number }[];
}

/** Whether what was decided of a question holds for it in an attempt: one begun before, or that has an older version of it than was known then. */
export function isRuled(
  { createdAt, questionVersion }: Pick<RegradeRow, 'createdAt' | 'questionVersion'>,
  { startedAt }: Pick<RuledAttempt, 'startedAt'>,
  { version }: RuledAttempt['items'][number],
): boolean {
  return startedAt <= createdAt || (questionVersion !== null && version < questionVersion);
}

/** The last rulings of the questions of an attempt that hold for it, in the order in which they were made. */
export async function findRulings(db: EntityManager, attempt: RuledAttempt): Promise<Ruling[]> {
  const { courseId, lessonId, items } = attempt;
  const regrades = await db.find(RegradeEntity, { where: { courseId, lessonId }, order: { createdAt: 'ASC', id: 'ASC' } });
  const last = new Map(regrades.map((regrade) => [regrade.questionId, regrade]));
  const ruled = items.flatMap((item) => {
    const regrade = last.get(item.questionId);
    return regrade && isRuled(regrade, attempt, item) ? [regrade] : [];
  });
  const contents = await findContents(
    db,
    ruled.map(({ id }) => id),
  );
  return regrades
    .filter((regrade) => ruled.includes(regrade))
    .map((regrade) => ({ ...regrade, content: contents.get(regrade.id) ?? null }));
}

/** Questions by the ids of their regrades; one that was deleted is not there. */
export async function findContents(
  db: EntityManager,
  regradeIds: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<Ruling['content']>>> {
  if (regradeIds.length === 0) return new Map();
  const regrades = await db
    .createQueryBuilder(RegradeEntity, 'regrade')
    .addSelect('regrade.content')
    .where({ id: In(regradeIds) })
    .getMany();
  return new Map(regrades.flatMap(({ id, content }) => (content ? [[id, content] as const] : [])));
}
