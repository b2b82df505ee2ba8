import { DomainError } from '@lyceum/common/errors';
import { routeWithOwnTransactions } from '@lyceum/common/http';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/enrolment';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { z } from 'zod';
import { findCourse } from '../../authoring/course/find-course.ts';
import { requirePublished } from '../../authoring/course/require-published.ts';
import { importLearner } from './import-learner.ts';
import { parseLearners } from './parse-learners.ts';

type ImportedRow = z.output<typeof contract.importLearners.response>['rows'][number];

export const importRoutes = [
  // Each line commits by itself: what a broken connection left out, the same table does later.
  routeWithOwnTransactions(
    contract.importLearners,
    { access: courses.read },
    async ({ read, transact, ctx, actor, params, body }) => {
      const course = await read((db) => findCourse(db, actor, params.courseId, { to: 'update' }));
      requirePublished(course);
      const rows: ImportedRow[] = [];
      for (const listed of parseLearners(body.csv)) {
        const { line, email } = listed;
        const outcome = await transact(async (db) =>
          // Two tables at once invite an address one after the other.
          importLearner(db, ctx, await findCourse(db, actor, course.id, { to: 'update', lock: true }), listed),
        ).catch((error: unknown) => {
          if (error instanceof DomainError) return error;
          throw error;
        });
        if (outcome instanceof DomainError)
          rows.push({ line, email, outcome: 'refused', message: describeRefusal(outcome, ctx.locale) });
        else rows.push({ line, email, outcome, message: null });
      }
      return { rows };
    },
  ),
];

function describeRefusal({ problem, details: { detail } }: DomainError, locale: Locale): string {
  if (typeof detail === 'string') return detail;
  return (detail ?? problem.title)[locale];
}
