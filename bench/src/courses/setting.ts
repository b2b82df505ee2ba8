import { createCourse } from '@lyceum/contracts/courses/course';
import { createLesson, createModule } from '@lyceum/contracts/courses/draft';
import { enrol } from '@lyceum/contracts/courses/enrolment';
import { publishCourse } from '@lyceum/contracts/courses/revision';
import { openLesson } from '@lyceum/contracts/courses/study';
import { login } from '@lyceum/contracts/tokens/session';
import { type Api, createApi } from '@lyceum/e2e/api';
import { asOwner, type Sql } from '@lyceum/e2e/as-owner';
import { startWatchedStack } from '@lyceum/e2e/largest/start-watched-stack';
import { fillGradebook } from './fill-gradebook.ts';

const lessons = 40;
const finished = 20;
const learners = 20;
/** As long ago as sessions take evidence, nearly: what was studied meanwhile is reported now. */
const studiedDays = 13;

export const coursesListed = 10_000;

export interface Learner {
  readonly token: string;
  /** A study session that was opened long ago. */
  readonly sessionId: string;
}

export interface Setting {
  readonly api: Api;
  readonly sql: Sql;
  readonly courseId: string;
  readonly learners: readonly Learner[];
  /** Whose author the demo account is: the course of the gradebook. */
  readonly teacher: { readonly token: string; readonly courseId: string };
}

/** The whole platform with a course of 40 lessons, learners in the middle of it, a course with a full gradebook, and 10,000 others. */
export async function withCourses<Result>(run: (setting: Setting) => Promise<Result>): Promise<Result> {
  const stack = await startWatchedStack();
  try {
    const api = createApi(stack.gatewayUrl);
    const sql = asOwner(stack.ownerUrl);
    const token = (await api.call(login, { body: stack.demo })).body.accessToken;
    const { courseId, lessonIds } = await publishLessons(api, token);
    await fillCatalogue(sql, courseId);
    const teacher = { token, courseId: await fillGradebook(api, sql, token) };
    const found: Learner[] = [];
    for (const email of await addAccounts(sql, stack.demo.email)) {
      const session = await api.call(login, { body: { email, password: stack.demo.password } });
      found.push(await study(api, session.body.accessToken, courseId, lessonIds));
    }
    await sql(`UPDATE courses.study_sessions SET opened_at = now() - interval '${studiedDays} days'`);
    await sql(`UPDATE courses.lesson_progress SET started_at = now() - interval '${studiedDays} days'`);
    await sql('VACUUM ANALYZE');
    return await run({ api, sql, courseId, learners: found, teacher });
  } finally {
    await stack.stop();
  }
}

async function publishLessons(api: Api, token: string): Promise<{ courseId: string; lessonIds: string[] }> {
  const { id: courseId } = (await api.call(createCourse, { token, body: { title: 'Основы', language: 'ru' } })).body;
  const params = { courseId };
  const lessonIds: string[] = [];
  let moduleId = '';
  for (let number = 0; number < lessons; number += 1) {
    if (number % 10 === 0)
      moduleId = (await api.call(createModule, { token, params, body: { title: `Модуль ${number / 10 + 1}` } })).body.id;
    const completion = { rule: 'opened', seconds: number < finished ? 0 : 86_400 } as const;
    const body = { moduleId, title: `Урок ${number + 1}`, content: createContent(), completion };
    lessonIds.push((await api.call(createLesson, { token, params, body })).body.id);
  }
  await api.call(publishCourse, { token, params, body: {} });
  return { courseId, lessonIds };
}

function createContent() {
  const text = 'Тип описывает значения и то, что с ними можно делать.\n\n'.repeat(20);
  return { type: 'text' as const, blocks: [{ id: 'text', type: 'markdown' as const, text }] };
}

/** Half of the lessons are finished, the next one is open. */
async function study(api: Api, token: string, courseId: string, lessonIds: readonly string[]): Promise<Learner> {
  await api.call(enrol, { token, params: { courseId }, body: {} });
  let sessionId = '';
  for (const lessonId of lessonIds.slice(0, finished + 1))
    sessionId = (await api.call(openLesson, { token, params: { courseId, lessonId } })).body.id;
  return { token, sessionId };
}

/** Accounts that have the password of the demo account. */
async function addAccounts(sql: Sql, demo: string): Promise<string[]> {
  const rows = await sql<{ email: string }>(
    `INSERT INTO tokens.accounts SELECT (jsonb_populate_record(account,
       jsonb_build_object('id', gen_random_uuid(), 'email', 'learner-' || number || '@lyceum.example'))).*
     FROM tokens.accounts account, generate_series(1, ${learners}) number WHERE account.email = $1 RETURNING email`,
    [demo],
  );
  return rows.map(({ email }) => email);
}

async function fillCatalogue(sql: Sql, courseId: string): Promise<void> {
  await sql(
    `INSERT INTO courses.courses (space_id, id, owner_id, title, summary, description, description_html, language, level, tags,
       enrolment, sequential, hours, status, revision, outcomes, created_at, updated_at, published_at, version)
     SELECT space_id, gen_random_uuid(), owner_id, 'Курс ' || number, 'О предмете ' || number % 500, description, description_html,
       CASE number % 3 WHEN 0 THEN 'en' ELSE 'ru' END, CASE number % 2 WHEN 0 THEN 'beginner' ELSE 'advanced' END,
       jsonb_build_array('тема ' || number % 100), enrolment, sequential, number % 200, 'published', 1, outcomes,
       now(), now(), now() - number * interval '1 minute', 1
     FROM courses.courses, generate_series(1, ${coursesListed}) number WHERE id = $1`,
    [courseId],
  );
  await sql(
    `INSERT INTO courses.course_tags (space_id, tag, course_id)
     SELECT space_id, jsonb_array_elements_text(tags), id FROM courses.courses WHERE id <> $1`,
    [courseId],
  );
}
