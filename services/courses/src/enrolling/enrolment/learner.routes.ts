import { fail, found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { courses, personNotFound } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/enrolment';
import { enrolmentExists } from '@lyceum/contracts/courses/enrolment';
import { In } from 'typeorm';
import { findCourse } from '../../authoring/course/find-course.ts';
import { RevisionEntity } from '../../authoring/revision/revision.entity.ts';
import { findCohort } from '../cohort/find-cohort.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { endEnrolment } from './end-enrolment.ts';
import { enrolPerson } from './enrol-person.ts';
import { EnrolmentEntity } from './enrolment.entity.ts';
import { findLastStudied } from './find-last-studied.ts';

export const learnerRoutes = [
  route(contract.listLearners, { access: courses.read }, async ({ db, actor, params, query }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const learners = db.createQueryBuilder(EnrolmentEntity, 'enrolment').where({ courseId });
    if (query.cohortId !== undefined) learners.andWhere({ cohortId: query.cohortId });
    const { rows, nextCursor } = await findPage(learners, query, { property: 'enrolledAt', direction: 'DESC' });
    const people = await db.findBy(PersonEntity, { id: In(rows.map(({ personId }) => personId)) });
    const revisions = await db.find(RevisionEntity, {
      select: { id: true, number: true },
      where: { id: In(rows.map(({ revisionId }) => revisionId)) },
    });
    const studied = await findLastStudied(
      db,
      rows.map(({ id }) => id),
    );
    const persons = new Map(people.map(({ id, name, email }) => [id, { name, email }]));
    const numbers = new Map(revisions.map(({ id, number }) => [id, number]));
    const items = rows.map((row) => ({
      ...row,
      ...(persons.get(row.personId) ?? { name: '', email: '' }),
      revision: numbers.get(row.revisionId) ?? 0,
      lastStudiedAt: studied.get(row.id) ?? null,
    }));
    return { items, nextCursor };
  }),

  route(contract.enrolPerson, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const course = await findCourse(db, actor, params.courseId, { to: 'update', keep: true });
    const { personId, cohortId, expiresAt } = body;
    if (!(await db.existsBy(PersonEntity, { id: personId }))) throw fail(personNotFound);
    if (cohortId !== null) await findCohort(db, course.id, cohortId);
    const wanted = { personId, cohortId, source: 'staff', expiresAt: expiresAt === null ? null : new Date(expiresAt) } as const;
    const { enrolment, isNew } = await enrolPerson(db, ctx, course, wanted);
    if (!isNew) throw fail(enrolmentExists);
    return enrolment;
  }),

  route(contract.endEnrolment, { access: courses.read }, async ({ db, ctx, actor, params }) => {
    const course = await findCourse(db, actor, params.courseId, { to: 'update' });
    return found(await endEnrolment(db, ctx, course, { personId: params.personId, endedBy: actor.id }), personNotFound);
  }),
];
