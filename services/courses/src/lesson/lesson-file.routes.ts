import { fail, found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import { courseFileNotFound, downloadLessonFile, lessonNoFile } from '@lyceum/contracts/courses/course-file';
import { enrolments } from '@lyceum/contracts/courses/enrolment';
import { CourseFileEntity } from '../course-file/course-file.entity.ts';
import { presignDownload } from '../course-file/find-file.ts';
import { findStudy, findStudyLesson, requireOpen } from '../gate/find-study.ts';
import { LessonVersionEntity } from '../revision/lesson-version.entity.ts';

export const lessonFileRoutes = ({ storage }: { storage: Storage }) => [
  route(downloadLessonFile, { access: enrolments.own }, async ({ db, ctx, actor, params }) => {
    const study = await findStudy(db, ctx, actor, params.courseId);
    const lesson = findStudyLesson(study, params.lessonId);
    requireOpen(study, lesson, ctx);
    const { content } = await db.findOneByOrFail(LessonVersionEntity, { id: lesson.versionId });
    if (content.type !== 'file') throw fail(lessonNoFile);
    const file = await db.findOneBy(CourseFileEntity, { id: content.courseFileId, courseId: params.courseId });
    return presignDownload(storage, ctx, found(file, courseFileNotFound));
  }),
];
