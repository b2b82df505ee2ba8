import { isDeepStrictEqual } from 'node:util';
import type { Context } from '@lyceum/common/context';
import { type EntityManager, In, IsNull } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { updatePercent } from '../../learning/progress/complete-lesson.ts';
import { type Choices, mergeOutlines } from '../revision/merge-outlines.ts';
import { listLessons, type OutlineLesson } from '../revision/outline.ts';
import { RevisionEntity, type RevisionRow } from '../revision/revision.entity.ts';
import { toComparableSql } from '../revision/to-comparable.ts';
import { insertRevision } from './save-revision.ts';

/**
 * Takes everybody who is in the middle of the course along, by the choices of the author: each revision in use is merged with the
 * new one, and its learners get what comes out. Whoever has finished keeps what they finished. Returns when: lessons to do again begin anew from then.
 */
export async function migrateLearners(db: EntityManager, ctx: Context, published: RevisionRow, choices: Choices): Promise<Date> {
  const { courseId } = published;
  // As `lockStudy` does, so that nobody finishes a lesson by the old revision meanwhile.
  await db.query('SELECT id FROM enrolments WHERE course_id = $1 AND completed_at IS NULL ORDER BY id FOR NO KEY UPDATE', [
    courseId,
  ]);
  const movedAt = ctx.now();
  const inUse = await db.query<{ revision_id: string }[]>(
    "SELECT DISTINCT revision_id FROM enrolments WHERE course_id = $1 AND status IN ('active', 'ended') AND completed_at IS NULL",
    [courseId],
  );
  const earlier = await db.find(RevisionEntity, {
    where: { id: In(inUse.map((row) => row.revision_id)) },
    order: { number: 'ASC', variant: 'ASC' },
  });
  const variants: RevisionRow[] = [published];
  for (const before of earlier) {
    const outline = mergeOutlines(before.outline, published.outline, choices);
    const next =
      variants.find((variant) => isDeepStrictEqual(variant.outline, outline)) ??
      (await insertRevision(db, ctx, { ...published, variant: variants.length, outline }));
    if (!variants.includes(next)) variants.push(next);
    await moveLearners(db, ctx, { before, next, choices, movedAt });
  }
  return movedAt;
}

interface Move {
  readonly before: RevisionRow;
  readonly next: RevisionRow;
  readonly choices: Choices;
  readonly movedAt: Date;
}

async function moveLearners(db: EntityManager, ctx: Context, { before, next, choices, movedAt }: Move): Promise<void> {
  const unfinished = "revision_id = :before AND status IN ('active', 'ended') AND completed_at IS NULL";
  await carryOver(db, before, next);
  const retaken = findRetaken(before, next, choices);
  if (retaken.length > 0) {
    await db.query(
      `UPDATE lesson_progress p SET retake = p.retake OR p.completed_at IS NOT NULL, completed_at = NULL, percent = NULL, active_ms = 0,
         played = '[]', position = NULL, started_at = $4, version_id = retaken.version_id
       FROM enrolments e, unnest($2::uuid[], $3::uuid[]) AS retaken (lesson_id, version_id)
       WHERE e.id = p.enrolment_id AND e.revision_id = $1 AND e.status IN ('active', 'ended') AND e.completed_at IS NULL
         AND p.lesson_id = retaken.lesson_id`,
      [before.id, retaken.map(({ id }) => id), retaken.map(({ versionId }) => versionId), movedAt],
    );
  }
  await db
    .createQueryBuilder()
    .update(EnrolmentEntity)
    .set({ revisionId: next.id })
    .where(unfinished, { before: before.id })
    .execute();
  await recountLearners(db, ctx, next);
}

/** A version that differs in its title alone, or in a setting that came later and is not used, is the same to whoever is in the middle of it. */
async function carryOver(db: EntityManager, before: RevisionRow, next: RevisionRow): Promise<void> {
  for (const table of ['lesson_progress', 'study_sessions']) {
    await db.query(
      `UPDATE ${table} t SET version_id = later.id
       FROM enrolments e, lesson_versions earlier, lesson_versions later
       WHERE e.id = t.enrolment_id AND e.revision_id = $1 AND e.completed_at IS NULL AND earlier.id = t.version_id
         AND later.id = ANY($2) AND later.lesson_id = earlier.lesson_id AND later.id <> earlier.id
         AND ${toComparableSql('later.content')} = ${toComparableSql('earlier.content')} AND later.pools = earlier.pools`,
      [before.id, listLessons(next.outline).map(({ versionId }) => versionId)],
    );
  }
}

/** In one statement for all of them; those who have finished by that are told one by one. */
async function recountLearners(db: EntityManager, ctx: Context, revision: RevisionRow): Promise<void> {
  const required = listLessons(revision.outline).filter((lesson) => lesson.required);
  await db.query(
    `UPDATE enrolments e SET percent = CASE cardinality($2::uuid[]) WHEN 0 THEN 100 ELSE
       100 * (SELECT count(*) FROM lesson_progress p
              WHERE p.enrolment_id = e.id AND p.completed_at IS NOT NULL AND p.lesson_id = ANY($2)) / cardinality($2::uuid[]) END
     WHERE e.revision_id = $1 AND e.completed_at IS NULL`,
    [revision.id, required.map(({ id }) => id)],
  );
  const finished = await db.findBy(EnrolmentEntity, { revisionId: revision.id, completedAt: IsNull(), percent: 100 });
  for (const enrolment of finished) await updatePercent(db, ctx, enrolment, revision);
}

/** Lessons in both that are different and that an author wants finished again. */
function findRetaken(before: RevisionRow, next: RevisionRow, choices: Choices): OutlineLesson[] {
  const earlier = new Map(listLessons(before.outline).map((lesson) => [lesson.id, lesson]));
  return listLessons(next.outline).filter((lesson) => {
    const old = earlier.get(lesson.id);
    return choices.get(lesson.id) === 'retake' && old !== undefined && !isDeepStrictEqual(old, lesson);
  });
}
