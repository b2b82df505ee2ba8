import { createCourse } from '@lyceum/contracts/courses/course';
import { createLesson, createModule } from '@lyceum/contracts/courses/draft';
import { enrol } from '@lyceum/contracts/courses/enrolment';
import { publishCourse } from '@lyceum/contracts/courses/revision';
import type { Api } from '@lyceum/e2e/api';
import type { Sql } from '@lyceum/e2e/as-owner';

export const gradedLearners = 500;
export const gradedLessons = 100;

/** A course whose author learns in it beside others, each with a result in each lesson; resolves to its id. */
export async function fillGradebook(api: Api, sql: Sql, token: string): Promise<string> {
  const { id: courseId } = (await api.call(createCourse, { token, body: { title: 'Практикум', language: 'ru' } })).body;
  const params = { courseId };
  const { id: moduleId } = (await api.call(createModule, { token, params, body: { title: 'Работы' } })).body;
  for (let number = 1; number <= gradedLessons; number += 1) {
    const content = { type: 'assignment', takes: { text: true }, points: 100 } as const;
    await api.call(createLesson, { token, params, body: { moduleId, title: `Работа ${number}`, content } });
  }
  await api.call(publishCourse, { token, params, body: {} });
  const { id } = (await api.call(enrol, { token, params, body: {} })).body;
  await sql(
    `INSERT INTO courses.enrolments SELECT (jsonb_populate_record(enrolment,
       jsonb_build_object('id', gen_random_uuid(), 'person_id', gen_random_uuid()))).*
     FROM courses.enrolments enrolment, generate_series(2, ${gradedLearners}) WHERE id = $1`,
    [id],
  );
  await sql(
    `INSERT INTO courses.people SELECT (jsonb_populate_record(person,
       jsonb_build_object('id', person_id, 'email', person_id || '@lyceum.example'))).*
     FROM courses.enrolments enrolment, courses.people person
     WHERE course_id = $1 AND enrolment.id <> $2 AND person.id = (SELECT person_id FROM courses.enrolments WHERE id = $2)`,
    [courseId, id],
  );
  await sql(
    `INSERT INTO courses.lesson_progress (space_id, enrolment_id, lesson_id, version_id, started_at, active_ms, played, percent, retake)
     SELECT space_id, enrolment.id, version.lesson_id, version.id, now(), 60000, '[]', 50 + random() * 50, false
     FROM courses.enrolments enrolment JOIN courses.lesson_versions version USING (space_id, course_id) WHERE course_id = $1`,
    [courseId],
  );
  return courseId;
}
