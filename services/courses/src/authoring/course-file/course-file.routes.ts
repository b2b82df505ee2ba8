import { fail } from '@lyceum/common/errors';
import { route, routeWithOwnTransactions } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import type { Storage } from '@lyceum/common/storage';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/course-file';
import { courseFileInUse } from '@lyceum/contracts/courses/course-file';
import { findCourse } from '../course/find-course.ts';
import { presentUpload } from '../upload/present-upload.ts';
import { announceFile } from './announce-file.ts';
import { completeFile } from './complete-file.ts';
import { CourseFileEntity } from './course-file.entity.ts';
import { toCourseFileKey } from './course-file-key.ts';
import { uploadLifetime } from './course-file-limits.ts';
import { findFile, presentFile } from './find-file.ts';
import { deleteUnused } from './unused-files.ts';

export function courseFileRoutes({ storage }: { storage: Storage }) {
  return [
    route(contract.announceCourseFile, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
      const { id } = await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
      const file = await announceFile(db, ctx, id, body);
      const key = toCourseFileKey(ctx.space, file.objectId);
      return { ...file, upload: await presentUpload(storage, { ...file, key }, uploadLifetime) };
    }),

    routeWithOwnTransactions(
      contract.completeCourseFile,
      { access: courses.read },
      async ({ read, transact, ctx, actor, params }) => {
        const { objectId } = await read(async (db) => {
          await findCourse(db, actor, params.courseId, { to: 'update' });
          return findFile(db, params);
        });
        const stored = await storage.head(toCourseFileKey(ctx.space, objectId));
        return transact((db) => completeFile(db, params, stored));
      },
    ),

    route(contract.listCourseFiles, { access: courses.read }, async ({ db, actor, params, query }) => {
      const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
      const files = db.createQueryBuilder(CourseFileEntity, 'file').where({ courseId });
      const { rows, nextCursor } = await findPage(files, query, { property: 'createdAt', direction: 'DESC' });
      return { items: rows, nextCursor };
    }),

    route(contract.downloadCourseFile, { access: courses.read }, async ({ db, ctx, actor, params }) => {
      await findCourse(db, actor, params.courseId, { to: 'teach' });
      const { url } = await presentFile(storage, ctx, await findFile(db, params));
      return { location: url };
    }),

    route(contract.deleteCourseFile, { access: courses.read }, async ({ db, ctx, actor, params }) => {
      await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
      if (!(await deleteUnused(db, ctx, await findFile(db, params)))) throw fail(courseFileInUse);
    }),
  ];
}
