import { fail, found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import * as contract from '@lyceum/contracts/courses/enrolment';
import { enrolmentClosed, enrolmentNotFound, enrolmentPaid, enrolments } from '@lyceum/contracts/courses/enrolment';
import { In } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { findCourse } from '../../authoring/course/find-course.ts';
import { findCohort } from '../cohort/find-cohort.ts';
import { findCode, useCode } from '../enrolment-code/use-code.ts';
import { countUnread } from './count-unread.ts';
import { endEnrolment } from './end-enrolment.ts';
import { enrolPerson } from './enrol-person.ts';
import { EnrolmentEntity } from './enrolment.entity.ts';

export const enrolmentRoutes = [
  route(contract.enrol, { access: enrolments.own }, async ({ db, ctx, actor, params, body }) => {
    const course = await findCourse(db, actor, params.courseId, { to: 'read', keep: true });
    const where = { courseId: course.id, personId: actor.id };
    const present = await db.findOneBy(EnrolmentEntity, where);
    if (present && present.status !== 'ended') return present;
    const code = body.code === undefined ? undefined : await findCode(db, ctx, course.id, body.code);
    const comesBack = present?.endedBy === actor.id;
    if (!code && !comesBack && course.price) throw fail(enrolmentPaid);
    if (!code && !comesBack && course.enrolment === 'closed') throw fail(enrolmentClosed);
    const isFree = !course.price && course.enrolment === 'open';
    // Nobody gets into another cohort by leaving.
    const own = comesBack && (present.cohortId !== null || !isFree) ? present.cohortId : body.cohortId;
    const chosen = code ? (code.cohortId ?? body.cohortId) : own;
    const cohortId = chosen ? (await findCohort(db, course.id, chosen)).id : null;
    const source = code ? 'code' : 'self';
    const wanted = { personId: actor.id, cohortId, source, expiresAt: null } as const;
    const { enrolment, isNew } = await enrolPerson(db, ctx, course, wanted);
    if (code && isNew) await useCode(db, code);
    return enrolment;
  }),

  route(contract.leaveCourse, { access: enrolments.own }, async ({ db, ctx, actor, params }) => {
    const course = await findCourse(db, actor, params.courseId, { to: 'read' });
    return found(await endEnrolment(db, ctx, course, { personId: actor.id, endedBy: actor.id }), enrolmentNotFound);
  }),

  route(contract.listOwnEnrolments, { access: enrolments.own }, async ({ db, ctx, actor, query }) => {
    const own = db.createQueryBuilder(EnrolmentEntity, 'own').where({ personId: actor.id });
    const { rows, nextCursor } = await findPage(own, query, { property: 'enrolledAt', direction: 'DESC' });
    const courses = await db.find(CourseEntity, {
      select: { id: true, title: true, coverUrl: true, coverImageId: true },
      where: { id: In(rows.map(({ courseId }) => courseId)) },
    });
    const cards = new Map(courses.map(({ id, title, coverUrl, coverImageId }) => [id, { title, coverUrl, coverImageId }]));
    const unknown = { title: '', coverUrl: null, coverImageId: null };
    const unread = await countUnread(db, rows, ctx.now());
    const items = rows.map((row) => ({
      ...row,
      ...(cards.get(row.courseId) ?? unknown),
      muted: row.mutedAt !== null,
      unreadAnnouncements: unread.get(row.id) ?? 0,
    }));
    return { items, nextCursor };
  }),
];
