import { fail, found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/enrolment';
import { enrolmentExists, enrolments, invitationInvalid, invitationNotFound } from '@lyceum/contracts/courses/enrolment';
import { type EntityManager, In, IsNull } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { findCourse } from '../../authoring/course/find-course.ts';
import { requirePublished } from '../../authoring/course/require-published.ts';
import { findCohort } from '../cohort/find-cohort.ts';
import { enrolPerson } from '../enrolment/enrol-person.ts';
import { EnrolmentEntity } from '../enrolment/enrolment.entity.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { InvitationEntity } from './invitation.entity.ts';
import { invite } from './invite.ts';

export const invitationRoutes = [
  route(contract.createInvitation, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const course = await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
    requirePublished(course);
    if (body.cohortId !== null) await findCohort(db, course.id, body.cohortId);
    if (await isEnrolled(db, course.id, body.email)) throw fail(enrolmentExists);
    return invite(db, ctx, course, body);
  }),

  route(contract.listInvitations, { access: courses.read }, async ({ db, actor, params, query }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const invitations = db.createQueryBuilder(InvitationEntity, 'invitation').where({ courseId });
    const { rows, nextCursor } = await findPage(invitations, query, { property: 'createdAt', direction: 'DESC' });
    return { items: rows, nextCursor };
  }),

  route(contract.revokeInvitation, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { affected } = await db.delete(InvitationEntity, { id: params.invitationId, courseId, acceptedAt: IsNull() });
    if (!affected) throw fail(invitationNotFound);
  }),

  route(contract.acceptInvitation, { access: enrolments.own }, async ({ db, ctx, actor, params }) => {
    const where = { id: params.invitationId };
    const invitation = found(
      await db.findOne(InvitationEntity, { where, lock: { mode: 'pessimistic_write' } }),
      invitationNotFound,
    );
    const { courseId, email, cohortId } = invitation;
    const person = await db.findOneBy(PersonEntity, { id: actor.id });
    // To anybody else it is as if there were none.
    if (person?.email !== email) throw fail(invitationNotFound);
    const present = await db.findOneBy(EnrolmentEntity, { courseId, personId: actor.id });
    if (present && present.status !== 'ended') return present;
    if (invitation.acceptedAt || invitation.expiresAt <= ctx.now()) throw fail(invitationInvalid);
    const course = await db.findOneByOrFail(CourseEntity, { id: courseId });
    const wanted = { personId: actor.id, cohortId, source: 'invitation', expiresAt: null } as const;
    const { enrolment } = await enrolPerson(db, ctx, course, { ...wanted, invitedAt: invitation.createdAt });
    await db.update(InvitationEntity, where, { acceptedAt: ctx.now() });
    return enrolment;
  }),
];

async function isEnrolled(db: EntityManager, courseId: string, email: string): Promise<boolean> {
  const people = await db.find(PersonEntity, { select: { id: true }, where: { email } });
  return db.existsBy(EnrolmentEntity, {
    courseId,
    personId: In(people.map(({ id }) => id)),
    status: In(['active', 'completed']),
  });
}
