import { getDraft } from '@lyceum/contracts/courses/draft';
import { asStaff, type TestActor } from '@lyceum/testing/actors';
import { service } from './courses-service.ts';
import { buildCourse, buildLesson, buildModule } from './factories.ts';

export interface Draft {
  readonly author: TestActor;
  readonly courseId: string;
  /** Ids of its modules in order. */
  readonly modules: string[];
}

/** A draft with so many modules. */
export async function buildDraft(count = 1): Promise<Draft> {
  const author = asStaff();
  const { id: courseId } = await buildCourse(author);
  const modules: string[] = [];
  for (let index = 0; index < count; index += 1) modules.push(await buildModule(author, courseId, `Модуль ${index}`));
  return { author, courseId, modules };
}

/** Lessons of a module in order; their ids. */
export async function buildLessons({ author, courseId }: Draft, moduleId = '', count = 1): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    ids.push((await buildLesson(author, courseId, { moduleId, title: `Урок ${index}` })).id);
  }
  return ids;
}

/** Ids of the modules in order, each with those of its lessons. */
export async function readOrder({ author, courseId }: Draft): Promise<[string, string[]][]> {
  const { status, body } = await service.call(getDraft, { as: author, params: { courseId } });
  expect(status).toBe(200);
  const modules: { id: string; lessons: { id: string }[] }[] = body.modules;
  return modules.map(({ id, lessons }) => [id, lessons.map((lesson) => lesson.id)]);
}

/** Positions of the rows of a course, of lessons module by module. */
export async function readPositions(table: 'course_modules' | 'lessons', courseId: string): Promise<number[]> {
  const order = table === 'lessons' ? 'module_id, position' : 'position';
  const rows = await service.rows((db) =>
    db.query<{ position: number }[]>(`SELECT position FROM ${table} WHERE course_id = $1 ORDER BY ${order}`, [courseId]),
  );
  return rows.map(({ position }) => position);
}
