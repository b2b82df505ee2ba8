import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { requireVersion, route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/courses/cohort';
import { cohortDatesReversed, cohortTooMany, cohortTooSmall } from '@lyceum/contracts/courses/cohort';
import { courses } from '@lyceum/contracts/courses/course';
import type { z } from 'zod';
import { findCourse } from '../../authoring/course/find-course.ts';
import { CohortEntity } from './cohort.entity.ts';
import { findCohort } from './find-cohort.ts';

const maxCohorts = 200;

export const cohortRoutes = [
  route(contract.createCohort, { access: courses.read }, async ({ db, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
    if ((await db.countBy(CohortEntity, { courseId })) >= maxCohorts) throw fail(cohortTooMany);
    const cohort = { ...toColumns(body), id: newId(), courseId, seatsTaken: 0, version: 1 };
    await db.insert(CohortEntity, cohort);
    return cohort;
  }),

  route(contract.listCohorts, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'read' });
    return { items: await db.find(CohortEntity, { where: { courseId }, order: { name: 'ASC' } }) };
  }),

  route(contract.updateCohort, { access: courses.read }, async ({ db, actor, params, body, ifMatch }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const cohort = await findCohort(db, courseId, params.cohortId, { lock: true });
    requireVersion(cohort.version, ifMatch);
    if (body.seats !== null && body.seats < cohort.seatsTaken) throw fail(cohortTooSmall);
    const changes = { ...toColumns(body), version: cohort.version + 1 };
    await db.update(CohortEntity, { id: cohort.id }, changes);
    return { ...cohort, ...changes };
  }),

  route(contract.deleteCohort, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { id } = await findCohort(db, courseId, params.cohortId, { lock: true });
    await db.delete(CohortEntity, { id });
  }),
];

function toColumns(body: z.output<typeof contract.createCohort.body>) {
  const startsAt = body.startsAt === null ? null : new Date(body.startsAt);
  const endsAt = body.endsAt === null ? null : new Date(body.endsAt);
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt) throw fail(cohortDatesReversed);
  return { ...body, startsAt, endsAt };
}
