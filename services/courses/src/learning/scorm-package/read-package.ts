import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { createFairQueue } from '@lyceum/common/fair-queue';
import type { OwnTransactions } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import { courseFileNotReady } from '@lyceum/contracts/courses/course-file';
import { scormPackageUnreadable } from '@lyceum/contracts/courses/scorm';
import type { EntityManager } from 'typeorm';
import type { CourseFileRow } from '../../authoring/course-file/course-file.entity.ts';
import { toCourseFileKey } from '../../authoring/course-file/course-file-key.ts';
import { type ListedEntry, listEntries } from './list-entries.ts';
import { ScormEntryEntity } from './scorm-entry.entity.ts';
import { ScormPackageEntity, type ScormPackageRow } from './scorm-package.entity.ts';

/** The package of a file, which is looked through when it is first needed. */
export type ReadPackage = (own: OwnTransactions, ctx: Context, actor: Actor, file: CourseFileRow) => Promise<ScormPackageRow>;

const batchSize = 1000;

/**
 * It fails with `course_file.not_ready` before the upload, and with `scorm.package_unreadable` and the reason. Several packages are
 * looked through at a time, of each person one.
 */
export function createReadPackage(storage: Storage): ReadPackage {
  const queue = createFairQueue({ places: 3, placesPerPerson: 1, waiting: 200, waitingPerPerson: 5 });

  return async ({ read, transact }, ctx, actor, file) => {
    const { objectId } = file;
    if (file.status !== 'ready') throw fail(courseFileNotReady);
    const find = () => read((db) => db.findOneBy(ScormPackageEntity, { objectId }));
    const known = (await find()) ?? (await readInTurn());
    if (known.fault) throw fail(scormPackageUnreadable, { detail: known.fault });
    return known;

    async function readInTurn(): Promise<ScormPackageRow> {
      const giveBack = await queue.acquire({ space: ctx.space, person: actor.id, timeoutMs: 20_000 });
      try {
        // Somebody else may have had it read meanwhile.
        const found = await find();
        if (found) return found;
        const listed = await listEntries(storage, { key: toCourseFileKey(ctx.space, objectId), size: file.size });
        const fault = 'failure' in listed ? listed.failure : null;
        const row = { id: newId(), objectId, fault, readAt: ctx.now() };
        return await transact((db) => save(db, row, 'failure' in listed ? [] : listed));
      } finally {
        giveBack();
      }
    }
  };
}

async function save(db: EntityManager, row: ScormPackageRow, entries: readonly ListedEntry[]): Promise<ScormPackageRow> {
  const { objectId } = row;
  await db.createQueryBuilder().insert().into(ScormPackageEntity).values(row).orIgnore().execute();
  const kept = await db.findOneByOrFail(ScormPackageEntity, { objectId });
  if (kept.id !== row.id) return kept;
  for (let start = 0; start < entries.length; start += batchSize) {
    const batch = entries.slice(start, start + batchSize);
    await db.insert(
      ScormEntryEntity,
      batch.map((entry) => ({ ...entry, packageId: row.id })),
    );
  }
  return row;
}
