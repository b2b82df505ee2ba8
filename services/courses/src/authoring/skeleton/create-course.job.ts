import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { defineJob, handle } from '@lyceum/common/jobs';
import { programApproved } from '@lyceum/contracts/program-generation/review';
import type { EntityManager } from 'typeorm';
import { BankEntity } from '../bank/bank.entity.ts';
import { insertQuestions } from '../bank/insert-questions.ts';
import { insertLessons } from '../content/insert-lessons.ts';
import { ModuleEntity } from '../content/module.entity.ts';
import { showContent } from '../content/show-content.ts';
import { CourseEntity } from '../course/course.entity.ts';
import { insertCourse } from '../course/insert-course.ts';
import { type ApprovedProgram, composeSkeleton, type Skeleton } from './compose-skeleton.ts';

export const createCourseFromProgram = defineJob('courses.create-course-from-program', programApproved.schema, {
  attempts: 5,
  backoffMs: 5_000,
});

const bankTitles = { en: 'Assessment materials of the programme', ru: 'Оценочные материалы программы' };

/** Makes a draft of an approved programme, once: what its author has made of it since is not touched by a later approval. */
export const createCourseJob = handle(createCourseFromProgram, async (program, { ctx, read, transact }) => {
  const { programId } = program;
  if (await read((db) => db.existsBy(CourseEntity, { programId }))) return;
  const bankId = newId();
  const { modules, questions } = composeSkeleton(program, bankId);
  const shown: ShownModule[] = [];
  for (const module of modules) shown.push(await showModule(module));
  await transact(async (db) => {
    if (await db.existsBy(CourseEntity, { programId })) return;
    const { id: courseId } = await insertProgramCourse(db, ctx, program);
    await db.insert(BankEntity, { id: bankId, courseId, title: bankTitles[program.language], createdAt: ctx.now() });
    await insertQuestions(db, bankId, questions, ctx.now());
    for (const [position, { title, summary, lessons }] of shown.entries()) {
      const moduleId = newId();
      await db.insert(ModuleEntity, { id: moduleId, courseId, title, summary, position });
      await insertLessons(db, ctx, { courseId, moduleId }, lessons);
    }
  });
});

function insertProgramCourse(db: EntityManager, ctx: Context, program: ApprovedProgram) {
  const { programId, ownerId, title, aim, language, level, hours, outcomes } = program;
  return insertCourse(db, ctx, {
    ...{ programId, ownerId, language, level, hours, outcomes },
    ...{ title: title.slice(0, 200), summary: aim.slice(0, 500), description: aim },
    ...{ categoryId: null, tags: [], coverUrl: null, coverImageId: null, price: null, enrolment: 'open', sequential: true },
  });
}

type SkeletonModule = Skeleton['modules'][number];
type ShownModule = Awaited<ReturnType<typeof showModule>>;

/** One lesson after the other: others have their turn between two blocks. */
async function showModule({ title, summary, lessons }: SkeletonModule) {
  const shown: (SkeletonModule['lessons'][number] & Awaited<ReturnType<typeof showContent>>)[] = [];
  for (const lesson of lessons) shown.push({ ...lesson, ...(await showContent(lesson.content)) });
  return { title, summary, lessons: shown };
}
