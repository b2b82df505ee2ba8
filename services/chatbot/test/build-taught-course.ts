import { asUser, type TestActor } from '@lyceum/testing/actors';
import { type BuiltCourse, buildCourse } from './build-course.ts';
import { neighbours } from './chatbot-service.ts';

/** A course with one lesson that one person teaches. */
export async function buildTaughtCourse(): Promise<BuiltCourse & { readonly teacher: TestActor }> {
  const course = await buildCourse();
  const teacher = asUser();
  const { courseId, study } = course;
  neighbours.studies.set(courseId, ({ id, space }) =>
    space === teacher.space ? { ...study, teaches: id === teacher.id } : undefined,
  );
  return { ...course, teacher };
}
