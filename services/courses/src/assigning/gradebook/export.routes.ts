import { routeWithOwnTransactions } from '@lyceum/common/http';
import { type SlowWork, toRequestTurn } from '@lyceum/common/work-thread';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/gradebook';
import { findCourse } from '../../authoring/course/find-course.ts';
import type { Cell } from '../gradebook-file/write-xlsx.ts';
import { findGradebook } from './find-gradebook.ts';
import { selectLearners } from './gradebook.routes.ts';
import { type Grades, readGradebook } from './read-gradebook.ts';

export interface ExportWorks {
  readonly writeTable: SlowWork<{ format: 'csv' | 'xlsx'; rows: readonly (readonly Cell[])[] }, Uint8Array>;
}

const maxLearners = 5000;

const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

const heads = {
  en: { name: 'Name', email: 'E-mail', total: 'Total, %' },
  ru: { name: 'Имя', email: 'Электронная почта', total: 'Итог, %' },
} as const;

export const createExportRoutes = ({ writeTable }: ExportWorks) => [
  routeWithOwnTransactions(contract.exportGradebook, { access: courses.read }, async ({ read, ctx, actor, params, query }) => {
    const { format, cohortId } = query;
    const { title, grades, categories } = await read(async (db) => {
      const course = await findCourse(db, actor, params.courseId, { to: 'teach' });
      const enrolments = await selectLearners(db, course.id, cohortId)
        .orderBy('learner.enrolledAt', 'DESC')
        .limit(maxLearners)
        .getMany();
      const { settings } = await findGradebook(db, course.id);
      return { title: course.title, grades: await readGradebook(db, course, enrolments), categories: settings.categories };
    });
    const { name, email, total } = heads[ctx.locale];
    const head = [
      name,
      email,
      ...grades.lessons.map((lesson) => lesson.title),
      ...categories.map((category) => category.title),
      total,
    ];
    const bytes = await writeTable({ format, rows: [head, ...grades.learners.map(toRow)] }, toRequestTurn(ctx));
    return { name: `${title}.${format}`, mediaType: mediaTypes[format], file: Buffer.from(bytes).toString('base64') };
  }),
];

const toRow = ({ name, email, percents, categories, total }: Grades['learners'][number]): Cell[] => [
  name,
  email,
  ...percents,
  ...categories.map(({ percent }) => percent),
  total,
];
