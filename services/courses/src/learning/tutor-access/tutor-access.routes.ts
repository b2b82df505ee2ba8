import { found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/courses/tutor-access';
import { lessonVersionNotFound, tutorAccess } from '@lyceum/contracts/courses/tutor-access';
import { findVideoId } from '../../authoring/library-video/find-video-id.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { findTutorAccess } from './find-tutor-access.ts';
import { listTextParts } from './list-text-parts.ts';

export const tutorAccessRoutes = [
  route(contract.getTutorAccess, { access: tutorAccess.read }, async ({ db, ctx, actor, params }) =>
    findTutorAccess(db, ctx, actor, params.courseId),
  ),

  route(contract.getLessonText, { access: tutorAccess.read }, async ({ db, params }) => {
    const version = found(await db.findOneBy(LessonVersionEntity, { id: params.versionId }), lessonVersionNotFound);
    const { courseId, lessonId, title, content } = version;
    return { courseId, lessonId, title, type: content.type, videoId: findVideoId(content), parts: listTextParts(version) };
  }),
];
