import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { enrolmentCodeInvalid } from '@lyceum/contracts/courses/enrolment';
import type { EntityManager } from 'typeorm';
import { EnrolmentCodeEntity, type EnrolmentCodeRow } from './enrolment-code.entity.ts';

/** Counts a use of a code, the last one once. Fails with `enrolment.code_invalid`. */
export async function useCode(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  courseId: string,
  typed: string,
): Promise<EnrolmentCodeRow> {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  const { affected } = await db
    .createQueryBuilder()
    .update(EnrolmentCodeEntity)
    .set({ uses: () => 'uses + 1' })
    .where({ courseId, code })
    .andWhere('(max_uses IS NULL OR uses < max_uses) AND (expires_at IS NULL OR expires_at > :now)', { now: ctx.now() })
    .execute();
  if (!affected) throw fail(enrolmentCodeInvalid);
  return db.findOneByOrFail(EnrolmentCodeEntity, { courseId, code });
}
