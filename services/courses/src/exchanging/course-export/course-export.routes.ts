import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { enqueue } from '@lyceum/common/outbox';
import type { Storage } from '@lyceum/common/storage';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/course-export';
import { type courseExport, courseExportNotFound, courseExportNotReady } from '@lyceum/contracts/courses/course-export';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { findCourse } from '../../authoring/course/find-course.ts';
import { presentFindings } from '../exchange/exchange-finding.ts';
import { CourseExportEntity, type CourseExportRow } from './course-export.entity.ts';
import { toExportKey } from './course-export-key.ts';
import { writeExport } from './write-export.job.ts';

/** How long an address gives the package, in seconds. */
const downloadLifetime = 300;

const endings = { lyceum: 'lyceum.zip', 'common-cartridge': 'imscc' };

export function courseExportRoutes({ storage }: { storage: Storage }) {
  return [
    route(contract.exportCourse, { access: courses.read }, async ({ db, ctx, actor, params, body: { format } }) => {
      const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach', keep: true });
      await db.query("SELECT pg_advisory_xact_lock(hashtextextended('course_exports ' || $1, 0))", [actor.id]);
      const ordered = { courseId, personId: actor.id, format, status: 'queued' } as const;
      const queued = await db.findOneBy(CourseExportEntity, ordered);
      if (queued) return presentExport(queued, ctx.locale);
      const row: CourseExportRow = {
        ...ordered,
        ...{ id: newId(), size: null, reason: null, findings: [], createdAt: ctx.now(), finishedAt: null },
      };
      await db.insert(CourseExportEntity, row);
      await enqueue(db, ctx, writeExport, { exportId: row.id });
      return presentExport(row, ctx.locale);
    }),

    route(contract.getCourseExport, { access: courses.read }, async ({ db, ctx, actor, params }) => {
      const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
      return presentExport(await findExport(db, { id: params.exportId, courseId, personId: actor.id }), ctx.locale);
    }),

    route(contract.downloadCourseExport, { access: courses.read }, async ({ db, ctx, actor, params }) => {
      const { id: courseId, title } = await findCourse(db, actor, params.courseId, { to: 'teach' });
      const { id, status, format } = await findExport(db, { id: params.exportId, courseId, personId: actor.id });
      if (status !== 'done') throw fail(courseExportNotReady);
      const name = `${title}.${endings[format]}`;
      return { location: storage.presignGet(toExportKey(ctx.space, id), downloadLifetime, name) };
    }),
  ];
}

/** Fails with `course_export.not_found`. */
async function findExport(
  db: EntityManager,
  wanted: Pick<CourseExportRow, 'id' | 'courseId' | 'personId'>,
): Promise<CourseExportRow> {
  return found(await db.findOneBy(CourseExportEntity, wanted), courseExportNotFound);
}

function presentExport(row: CourseExportRow, locale: Locale): z.input<typeof courseExport> {
  return { ...row, reason: row.reason ? row.reason[locale] : null, findings: presentFindings(row.findings, locale) };
}
