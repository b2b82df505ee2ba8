import type { Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { enrolmentCodeInvalid } from '@lyceum/contracts/courses/enrolment';
import type { EntityManager } from 'typeorm';
import { EnrolmentCodeEntity, type EnrolmentCodeRow } from './enrolment-code.entity.ts';

/** A code as somebody typed it. Fails with `enrolment.code_invalid` when it does not work in this course. */
export async function findCode(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  courseId: string,
  typed: string,
): Promise<EnrolmentCodeRow> {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  const row = found(await db.findOneBy(EnrolmentCodeEntity, { courseId, code }), enrolmentCodeInvalid);
  if (row.expiresAt && row.expiresAt <= ctx.now()) throw fail(enrolmentCodeInvalid);
  return row;
}

/** Counts a use of a code, the last one once. Fails with `enrolment.code_invalid`. */
export async function useCode(db: EntityManager, { id }: EnrolmentCodeRow): Promise<void> {
  const { affected } = await db
    .createQueryBuilder()
    .update(EnrolmentCodeEntity)
    .set({ uses: () => 'uses + 1' })
    .where('id = :id AND (max_uses IS NULL OR uses < max_uses)', { id })
    .execute();
  if (!affected) throw fail(enrolmentCodeInvalid);
}
