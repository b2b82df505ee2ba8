import type { Actor } from '@lyceum/common/context';
import { found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { courses } from '@lyceum/contracts/courses/course';
import { enrolmentNotFound, enrolments } from '@lyceum/contracts/courses/enrolment';
import * as contract from '@lyceum/contracts/courses/mail-preference';
import { type EntityManager, IsNull } from 'typeorm';
import { findCourse } from '../../authoring/course/find-course.ts';
import { EnrolmentEntity, type EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { MailPreferenceEntity } from './mail-preference.entity.ts';

const allWanted = { announcements: true, grades: true, discussions: true, reminders: true, digest: true } as const;

export const mailPreferenceRoutes = [
  route(
    contract.getMailPreferences,
    { access: courses.read },
    async ({ db, actor }) => (await db.findOneBy(MailPreferenceEntity, { personId: actor.id })) ?? allWanted,
  ),

  route(contract.putMailPreferences, { access: courses.read }, async ({ db, actor, body }) => {
    await db.upsert(MailPreferenceEntity, { ...body, personId: actor.id }, ['spaceId', 'personId']);
    return body;
  }),

  route(contract.muteCourse, { access: enrolments.own }, async ({ db, ctx, actor, params }) => {
    const { id } = await findOwnEnrolment(db, actor, params.courseId);
    await db.update(EnrolmentEntity, { id, mutedAt: IsNull() }, { mutedAt: ctx.now() });
  }),

  route(contract.unmuteCourse, { access: enrolments.own }, async ({ db, actor, params }) => {
    const { id } = await findOwnEnrolment(db, actor, params.courseId);
    await db.update(EnrolmentEntity, { id }, { mutedAt: null });
  }),
];

/** Fails with `course.not_found` and `enrolment.not_found`. */
async function findOwnEnrolment(db: EntityManager, actor: Actor, id: string): Promise<EnrolmentRow> {
  const { id: courseId } = await findCourse(db, actor, id, { to: 'read' });
  return found(await db.findOneBy(EnrolmentEntity, { courseId, personId: actor.id }), enrolmentNotFound);
}
