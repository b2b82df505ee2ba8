import { route } from '@lyceum/common/http';
import type { Storage } from '@lyceum/common/storage';
import { enrolments } from '@lyceum/contracts/courses/enrolment';
import * as contract from '@lyceum/contracts/courses/outline';
import { findAllDue, findDue } from '../../assigning/submission/find-due.ts';
import { findFile, presentFile } from '../../authoring/course-file/find-file.ts';
import { showImages } from '../../authoring/course-file/show-images.ts';
import { findDuration } from '../../authoring/library-video/find-durations.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { findStudy, findStudyLesson, requireOpen } from '../gate/find-study.ts';
import { presentBody } from './present-body.ts';
import { presentLesson, presentLock, presentOutline } from './present-outline.ts';
import { searchLessons } from './search-lessons.ts';

export const learnerLessonRoutes = ({ storage }: { storage: Storage }) => [
  route(contract.getOutline, { access: enrolments.own }, async ({ db, ctx, actor, params }) => {
    const study = await findStudy(db, ctx, actor, params.courseId);
    return presentOutline(study, ctx, await findAllDue(db, study.revision.outline, study));
  }),

  route(contract.getLesson, { access: enrolments.own }, async ({ db, ctx, actor, params }) => {
    const study = await findStudy(db, ctx, actor, params.courseId);
    const lesson = findStudyLesson(study, params.lessonId);
    requireOpen(study, lesson, ctx);
    const version = await db.findOneByOrFail(LessonVersionEntity, { id: lesson.versionId });
    const { content } = version;
    const dueAt = content.type === 'assignment' ? await findDue(db, content, study.enrolment, lesson.id) : null;
    const file = content.type === 'file' ? await presentFile(storage, ctx, await findFile(db, { ...params, ...content })) : null;
    const shown = await showImages(db, storage, ctx, version);
    const duration = await findDuration(db, content);
    const body = presentBody({ ...version, shown }, { now: ctx.now(), dueAt, duration, file });
    return { ...presentLesson(study, lesson), revision: study.revision.number, body };
  }),

  route(contract.getLessonAccess, { access: enrolments.own }, async ({ db, ctx, actor, params }) => {
    const study = await findStudy(db, ctx, actor, params.courseId);
    const lesson = findStudyLesson(study, params.lessonId);
    const lock = presentLock(study, lesson, ctx);
    return { open: lock === null, lock, versionId: lock ? null : lesson.versionId };
  }),

  route(contract.searchLessons, { access: enrolments.own }, async ({ db, ctx, actor, params, query }) => {
    const study = await findStudy(db, ctx, actor, params.courseId);
    return { items: await searchLessons(db, study, query) };
  }),
];
