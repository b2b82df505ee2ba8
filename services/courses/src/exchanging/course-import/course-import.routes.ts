import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { route, routeWithOwnTransactions } from '@lyceum/common/http';
import { enqueue } from '@lyceum/common/outbox';
import { findPage } from '@lyceum/common/pagination';
import type { Storage } from '@lyceum/common/storage';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/course-import';
import { courseImportNotFound, courseImportNotReady, tooManyCourseImports } from '@lyceum/contracts/courses/course-import';
import { type EntityManager, MoreThan } from 'typeorm';
import { findCourse } from '../../authoring/course/find-course.ts';
import { presentUpload } from '../../authoring/upload/present-upload.ts';
import { requireAnnounced } from '../../authoring/upload/require-announced.ts';
import { CourseImportEntity, type CourseImportRow } from './course-import.entity.ts';
import { toImportKey } from './course-import-key.ts';
import { presentImport } from './present-import.ts';
import { readImport } from './read-import.job.ts';

/** How long an address takes an upload, in seconds. */
const uploadLifetime = 3_600;

/** Of one person, waiting or queued. */
const maxUnfinished = 20;

const type = 'application/zip';

export function courseImportRoutes({ storage }: { storage: Storage }) {
  return [
    route(contract.announceCourseImport, { access: courses.create }, async ({ db, ctx, actor, body }) => {
      const { name, size, courseId: intoId } = body;
      if (intoId !== null) await findCourse(db, actor, intoId, { to: 'update' });
      await db.query("SELECT pg_advisory_xact_lock(hashtextextended('course_imports ' || $1, 0))", [actor.id]);
      // Whose address takes no upload any more waits for nothing.
      const since = new Date(ctx.now().getTime() - uploadLifetime * 1000);
      const waiting = { personId: actor.id, status: 'waiting', createdAt: MoreThan(since) } as const;
      const unfinished = await db.countBy(CourseImportEntity, [waiting, { personId: actor.id, status: 'queued' }]);
      if (unfinished >= maxUnfinished) throw fail(tooManyCourseImports);
      const row: CourseImportRow = {
        ...{ id: newId(), personId: actor.id, intoId, name, size, status: 'waiting', format: null, courseId: null },
        ...{ reason: null, findings: [], pending: [], createdAt: ctx.now(), finishedAt: null },
      };
      await db.insert(CourseImportEntity, row);
      const upload = await presentUpload(storage, { key: toImportKey(ctx.space, row.id), type, size }, uploadLifetime);
      return { ...presentImport(row, ctx.locale), upload };
    }),

    routeWithOwnTransactions(
      contract.completeCourseImport,
      { access: courses.create },
      async ({ read, transact, ctx, actor, params: { importId: id } }) => {
        await read((db) => findImport(db, id, actor.id));
        const stored = await storage.head(toImportKey(ctx.space, id));
        return transact(async (db) => {
          const row = await findImport(db, id, actor.id, { lock: true });
          if (row.status !== 'waiting') return presentImport(row, ctx.locale);
          if (row.intoId !== null) await findCourse(db, actor, row.intoId, { to: 'update' });
          requireAnnounced({ size: row.size, type }, stored, courseImportNotReady);
          await db.update(CourseImportEntity, { id }, { status: 'queued' });
          await enqueue(db, ctx, readImport, { importId: id });
          return presentImport({ ...row, status: 'queued' }, ctx.locale);
        });
      },
    ),

    route(contract.listCourseImports, { access: courses.create }, async ({ db, ctx, actor, query }) => {
      const own = db.createQueryBuilder(CourseImportEntity, 'import').where({ personId: actor.id });
      const { rows, nextCursor } = await findPage(own, query, { property: 'createdAt', direction: 'DESC' });
      return { items: rows.map((row) => presentImport(row, ctx.locale)), nextCursor };
    }),

    route(contract.getCourseImport, { access: courses.create }, async ({ db, ctx, actor, params }) =>
      presentImport(await findImport(db, params.importId, actor.id), ctx.locale),
    ),
  ];
}

/** Fails with `course_import.not_found`. */
async function findImport(
  db: EntityManager,
  id: string,
  personId: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<CourseImportRow> {
  const row = await db.findOne(CourseImportEntity, {
    where: { id, personId },
    ...(lock && { lock: { mode: 'pessimistic_write' } }),
  });
  return found(row, courseImportNotFound);
}
