import { randomInt } from 'node:crypto';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/enrolment-code';
import { codeNotFound } from '@lyceum/contracts/courses/enrolment-code';
import { findCourse } from '../../authoring/course/find-course.ts';
import { findCohort } from '../cohort/find-cohort.ts';
import { EnrolmentCodeEntity } from './enrolment-code.entity.ts';

/** Without what is mistaken for something else: 0 and O, 1, I and L. */
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** 31 to the power of ten are 49 bits: nobody guesses one through a limit of requests. */
const codeLength = 10;

const createCodeText = () => Array.from({ length: codeLength }, () => letters.charAt(randomInt(letters.length))).join('');

export const enrolmentCodeRoutes = [
  route(contract.createCode, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update', keep: true });
    const { cohortId, maxUses } = body;
    if (cohortId !== null) await findCohort(db, courseId, cohortId);
    const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt);
    const code = { id: newId(), courseId, cohortId, maxUses, code: createCodeText(), uses: 0, expiresAt, createdAt: ctx.now() };
    await db.insert(EnrolmentCodeEntity, code);
    return code;
  }),

  route(contract.listCodes, { access: courses.read }, async ({ db, actor, params, query }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const codes = db.createQueryBuilder(EnrolmentCodeEntity, 'code').where({ courseId });
    const { rows, nextCursor } = await findPage(codes, query, { property: 'createdAt', direction: 'DESC' });
    return { items: rows, nextCursor };
  }),

  route(contract.deleteCode, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update' });
    const { affected } = await db.delete(EnrolmentCodeEntity, { id: params.codeId, courseId });
    if (!affected) throw fail(codeNotFound);
  }),
];
