import type { Context } from '@lyceum/common/context';
import { locales } from '@lyceum/contracts/shared/fields';
import { type EntityManager, In, LessThan, Not } from 'typeorm';
import { LessonVersionEntity } from '../lesson-version/lesson-version.entity.ts';
import { helpCourseId } from '../passage/help-course.ts';
import { writePassages } from '../passage/write-passages.ts';
import { createEdition } from './help-edition.ts';

/** While a release takes the place of another, both find their own edition. */
const overlapMs = 86_400_000;

/**
 * Sees to it that the help in the language of the reader is indexed in the space, in a transaction that writes; gives the ids of the
 * versions to search. Whoever comes at the same time waits for the first, and finds what it has written.
 */
export async function ensureHelp(db: EntityManager, ctx: Pick<Context, 'space' | 'locale' | 'now'>): Promise<string[]> {
  const edition = createEdition(ctx.space, ctx.locale);
  const ids = edition.map(({ row }) => row.id);
  if (await isIndexed(db, ids)) return ids;
  // Versions of one course that are written in different orders would wait for each other in a circle.
  await db.query("SELECT pg_advisory_xact_lock(hashtextextended('help ' || current_setting('app.space'), 0))");
  if (await isIndexed(db, ids)) return ids;
  for (const { row, drafts } of edition) {
    const { raw } = await db
      .createQueryBuilder()
      .insert()
      .into(LessonVersionEntity)
      .values(row)
      .orIgnore()
      .returning('id')
      .execute();
    if (raw.length > 0) await writePassages(db, row, drafts, ctx.now());
  }
  await forgetEarlierEditions(db, ctx);
  return ids;
}

async function isIndexed(db: EntityManager, ids: readonly string[]): Promise<boolean> {
  return (await db.countBy(LessonVersionEntity, { id: In([...ids]) })) === ids.length;
}

async function forgetEarlierEditions(db: EntityManager, { space, now }: Pick<Context, 'space' | 'now'>): Promise<void> {
  const current = locales.flatMap((language) => createEdition(space, language).map(({ row }) => row.id));
  await db.delete(LessonVersionEntity, {
    ...{ courseId: helpCourseId, id: Not(In(current)) },
    indexedAt: LessThan(new Date(now().getTime() - overlapMs)),
  });
}
