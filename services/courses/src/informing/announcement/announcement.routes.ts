import { found } from '@lyceum/common/errors';
import { requireVersion, route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import * as contract from '@lyceum/contracts/courses/announcement';
import { courses } from '@lyceum/contracts/courses/course';
import { enrolmentNotFound, enrolments } from '@lyceum/contracts/courses/enrolment';
import { findCourse } from '../../authoring/course/find-course.ts';
import { AnnouncementEntity, type AnnouncementRow } from './announcement.entity.ts';
import { findAnnouncement, findAudience, lockAnnouncement } from './find-audience.ts';
import { noteReading } from './note-reading.ts';
import { presentAnnouncement, presentAnnouncements } from './present-announcement.ts';
import { changeAnnouncement, insertAnnouncement } from './save-announcement.ts';

const teacher = { teaches: true } as const;

const itemColumns = [
  ...(['id', 'courseId', 'cohortId', 'title', 'excerpt', 'status', 'publishAt', 'publishedAt'] as const),
  ...(['createdBy', 'readers', 'version'] as const),
] satisfies (keyof AnnouncementRow)[];

/** A page of whole texts would be long. */
const listed = itemColumns.map((column) => `announcement.${column}`);

export const announcementRoutes = [
  route(contract.createAnnouncement, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach', lock: true });
    return presentAnnouncement(db, actor, teacher, await insertAnnouncement(db, ctx, actor, courseId, body));
  }),

  route(contract.listAnnouncements, { access: courses.read }, async ({ db, ctx, actor, params, query }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'read' });
    const audience = found(await findAudience(db, ctx, actor, courseId), enrolmentNotFound);
    const announcements = db.createQueryBuilder(AnnouncementEntity, 'announcement').select(listed).where({ courseId });
    if (!audience.teaches) {
      const cohortId = audience.enrolment?.cohortId ?? null;
      announcements
        .andWhere({ status: 'published' })
        .andWhere('(announcement.cohortId IS NULL OR announcement.cohortId = :cohortId)', { cohortId });
    }
    const { rows, nextCursor } = await findPage(announcements, query, { property: 'publishAt', direction: 'DESC' });
    return { items: await presentAnnouncements(db, actor, audience, rows), nextCursor };
  }),

  route(contract.getAnnouncement, { access: courses.read }, async ({ db, ctx, actor, params }) => {
    const { announcement, audience } = await findAnnouncement(db, ctx, actor, params.announcementId);
    return presentAnnouncement(db, actor, audience, announcement);
  }),

  route(contract.updateAnnouncement, { access: courses.read }, async ({ db, ctx, actor, params, body, ifMatch }) => {
    const current = await lockAnnouncement(db, actor, params.announcementId);
    requireVersion(current.version, ifMatch);
    return presentAnnouncement(db, actor, teacher, await changeAnnouncement(db, ctx, current, body));
  }),

  route(contract.deleteAnnouncement, { access: courses.read }, async ({ db, actor, params }) => {
    const { id } = await lockAnnouncement(db, actor, params.announcementId);
    await db.delete(AnnouncementEntity, { id });
  }),

  route(contract.readAnnouncement, { access: enrolments.own }, async ({ db, ctx, actor, params }) => {
    const { announcement, audience } = await findAnnouncement(db, ctx, actor, params.announcementId);
    found(audience.enrolment, enrolmentNotFound);
    return presentAnnouncement(db, actor, audience, await noteReading(db, ctx, actor.id, announcement));
  }),
];
