import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { courseCompleted } from '@lyceum/contracts/courses/enrolment';
import type { EntityManager } from 'typeorm';
import type { RevisionRow } from '../../authoring/revision/revision.entity.ts';
import { EnrolmentEntity, type EnrolmentRow } from './enrolment.entity.ts';

/**
 * Notes once that all of the course is finished. Who has left by themselves has finished it all the same; who was ended by a teacher has
 * not. The caller holds the lock of the enrolment.
 */
export async function completeEnrolment(
  db: EntityManager,
  ctx: Context,
  { id: enrolmentId, courseId, personId }: Pick<EnrolmentRow, 'id' | 'courseId' | 'personId'>,
  { outline, number: revision }: Pick<RevisionRow, 'outline' | 'number'>,
): Promise<void> {
  const { affected } = await db
    .createQueryBuilder()
    .update(EnrolmentEntity)
    .set({ completedAt: ctx.now(), status: () => "CASE status WHEN 'active' THEN 'completed' ELSE status END" })
    .where("id = :enrolmentId AND completed_at IS NULL AND (status = 'active' OR ended_by = person_id)", { enrolmentId })
    .execute();
  if (!affected) return;
  const fields = { courseId, enrolmentId, personId, title: outline.title, occurredAt: ctx.now() };
  await publish(db, ctx, courseCompleted, { ...fields, revision });
}
