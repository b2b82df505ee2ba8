import type { Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { cohortNotFound } from '@lyceum/contracts/courses/cohort';
import { tableInvalid } from '@lyceum/contracts/courses/enrolment';
import { email as addressField } from '@lyceum/contracts/shared/fields';
import { type EntityManager, MoreThan } from 'typeorm';
import type { CourseRow } from '../../authoring/course/course.entity.ts';
import { CohortEntity } from '../cohort/cohort.entity.ts';
import { findCohort } from '../cohort/find-cohort.ts';
import { enrolPerson } from '../enrolment/enrol-person.ts';
import { EnrolmentEntity } from '../enrolment/enrolment.entity.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { InvitationEntity } from './invitation.entity.ts';
import { invite } from './invite.ts';
import type { ListedLearner } from './parse-learners.ts';

/**
 * Enrols whoever has an account with the address, and invites anybody else; whoever is in it already stays as they are. Fails with
 * what keeps this one out.
 */
export async function importLearner(
  db: EntityManager,
  ctx: Context,
  course: CourseRow,
  { email: written, cohort }: ListedLearner,
): Promise<'enrolled' | 'invited' | 'exists'> {
  const address = addressField.safeParse(written);
  if (!address.success) throw fail(tableInvalid, { detail: noAddress });
  const email = address.data;
  const cohortId = cohort === '' ? null : await findCohortByName(db, course.id, cohort);
  const person = await db.findOneBy(PersonEntity, { email });
  if (person) {
    // Whoever has left, or was ended, is brought back by name, not by a table that is sent again.
    if (await db.existsBy(EnrolmentEntity, { courseId: course.id, personId: person.id })) return 'exists';
    const wanted = { personId: person.id, cohortId, source: 'staff', expiresAt: null } as const;
    const { isNew } = await enrolPerson(db, ctx, course, wanted);
    return isNew ? 'enrolled' : 'exists';
  }
  if (await db.existsBy(InvitationEntity, { courseId: course.id, email, expiresAt: MoreThan(ctx.now()) })) return 'exists';
  await invite(db, ctx, course, { email, cohortId });
  return 'invited';
}

const noAddress = { en: 'This is no e-mail address.', ru: 'Это не адрес электронной почты.' };

async function findCohortByName(db: EntityManager, courseId: string, name: string): Promise<string> {
  const cohorts = await db.findBy(CohortEntity, { courseId });
  const isMeant = (other: string) => other.toLowerCase() === name.toLowerCase();
  const meant = cohorts.find((cohort) => cohort.name === name) ?? cohorts.find((cohort) => isMeant(cohort.name));
  return (await findCohort(db, courseId, found(meant, cohortNotFound).id)).id;
}
