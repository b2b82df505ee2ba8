import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileRules } from '../src/rules/all-rules.ts';
import { noTextNamesThisMachine } from '../src/rules/layout-rules.ts';
import { landedMigrationsStayAsTheyAre, newMigrationsLockOneTable } from '../src/rules/migration-rules.ts';
import { readRepository } from '../src/rules/repository.ts';
import { createTinyRepository } from './tiny-repository.ts';

const tinyRepository = createTinyRepository();

/** `rule file` of everything that is found. */
async function findings(changes: Record<string, string | undefined>): Promise<string[]> {
  const repository = await readRepository(tinyRepository(changes));
  return fileRules.flatMap((rule) => rule(repository)).map(({ rule, file }) => `${rule} ${file}`);
}

const registry = 'packages/contracts/src/services.ts';
const course = 'services/courses/src/course/course.ts';
const test = 'services/courses/src/course/course.test.ts';

it('finds nothing in a repository that keeps the rules', async () => {
  expect(await findings({})).toEqual([]);
});

it('leaves scripts for browsers their clock and their requests', async () => {
  const script = "export const get = async () => [performance.now(), await fetch('state')];";
  expect(await findings({ 'services/courses/src/player/browser/player.js': script })).toEqual([]);
});

it.each<[string, Record<string, string | undefined>, string]>([
  ['a folder that is not registered', { [registry]: 'export const services = {};' }, 'service-is-registered services/courses'],
  [
    'a registered service without a folder',
    {
      [registry]: "export const services = { courses: { prefixes: ['/courses'], port: 8003 }, gone: { prefixes: [], port: 1 } };",
    },
    `service-is-registered ${registry}`,
  ],
  [
    'a port that two services have',
    {
      [registry]:
        "export const services = { courses: { prefixes: ['/courses'], port: 8003 }, other: { prefixes: ['/other'], port: 8003 } };",
      'services/other/README.md': 'other',
    },
    `service-is-registered ${registry}`,
  ],
  ['a service the stack does not start', { 'stack/src/services.ts': '' }, 'service-is-in-the-stack stack/src/services.ts'],
  ['a service without a container', { 'docker-compose.yml': 'services: {}' }, 'service-is-in-compose docker-compose.yml'],
  ['a service that the README does not name', { 'README.md': '' }, 'docs-name-each-service README.md'],
  [
    'a service whose prefix the documents do not name',
    { 'docs/architecture.md': '| courses | |\n' },
    'docs-name-each-service docs/architecture.md',
  ],
  [
    'a table that the documents leave out',
    { 'services/courses/src/course/course.entity.ts': "export const course = { tableName: 'courses' };" },
    'docs-name-each-service docs/architecture.md',
  ],
  [
    'an event that only the documents have',
    { 'docs/architecture.md': '| courses | `/courses` | | | `course-published` |\n' },
    'docs-name-each-service docs/architecture.md',
  ],
  ['a service without a README', { 'services/courses/README.md': undefined }, 'service-has-readme services/courses/README.md'],
  [
    'a service that does not test who may call it',
    { 'services/courses/test/access.test.ts': "import './courses-service.ts';\n// describeAccess(service)" },
    'service-tests-its-access services/courses/test/access.test.ts',
  ],
  ['an empty README', { 'services/courses/README.md': '\n' }, 'service-has-readme services/courses/README.md'],
  [
    'a service that is made without the kit',
    { 'services/courses/src/service.ts': "export const courses = { name: 'courses' };" },
    'service-runs-on-the-kit services/courses/src/service.ts',
  ],
  [
    'a service of another name than its folder',
    { 'services/courses/src/service.ts': "export const courses = defineService({ name: 'course' });" },
    'service-runs-on-the-kit services/courses/src/service.ts',
  ],
  [
    'a process that is run without the kit',
    { 'services/courses/src/main.ts': "import './service.ts';\n// await runService(courses)" },
    'service-runs-on-the-kit services/courses/src/main.ts',
  ],
  [
    'a service that says more than which features it has',
    { 'services/courses/src/service.ts': `export const courses = defineService({ name: 'courses' });${'\n//'.repeat(50)}` },
    'services-are-lists-of-features services/courses/src/service.ts',
  ],
  [
    'a feature that no service lists',
    { 'services/courses/src/course/course.feature.ts': 'export const courseFeature = {};' },
    'services-are-lists-of-features services/courses/src/course/course.feature.ts',
  ],
  [
    'routes, and no feature that has them',
    { 'services/courses/src/course/course.routes.ts': 'export const courseRoutes = [];' },
    'services-are-lists-of-features services/courses/src/course/course.routes.ts',
  ],
  ['new Date()', { [course]: 'export const at = () => new Date();' }, `clock-is-the-context ${course}:1`],
  ['new Date without brackets', { [course]: 'export const at = () => [new Date];' }, `clock-is-the-context ${course}:1`],
  [
    'Date.now in a template',
    { [course]: ['export const at = () => `', '$', '{Date.now()}`;'].join('') },
    `clock-is-the-context ${course}:1`,
  ],
  [
    'performance.now',
    { [course]: 'export const { now } = performance;\nperformance.now();' },
    `clock-is-the-context ${course}:2`,
  ],
  [
    'a column that fills itself with the time',
    { [course]: 'export const column = { createDate: true };' },
    `clock-is-the-context ${course}:1`,
  ],
  ['process.env outside config.ts', { [course]: 'export const port = process.env.PORT;' }, `environment-is-config ${course}:1`],
  ['process.env in a test', { [test]: 'process.env.PORT = "1";' }, `environment-is-config ${test}:1`],
  [
    'env of node:process',
    { [course]: "import { env } from 'node:process';\nexport { env };" },
    `environment-is-config ${course}:1`,
  ],
  ['a driver in a service', { [course]: "export { Client } from 'pg';" }, `libraries-stay-behind-the-kit ${course}:1`],
  [
    'an import of a package by its subpath',
    { [course]: "import type { X } from '@aws-sdk/client-s3';\nexport type Y = X;" },
    `libraries-stay-behind-the-kit ${course}:1`,
  ],
  [
    'a dynamic import of a driver',
    { [course]: "export const load = () => import('ioredis');" },
    `libraries-stay-behind-the-kit ${course}:1`,
  ],
  [
    'fetch in a service',
    { [course]: "export const get = () => fetch('http://users:8006');" },
    `libraries-stay-behind-the-kit ${course}:1`,
  ],
  [
    'an index.ts',
    { 'services/courses/src/course/index.ts': "export * from './course.ts';" },
    'nothing-is-a-barrel services/courses/src/course/index.ts',
  ],
  [
    'a package that exports its root',
    { 'packages/llm/package.json': '{ "exports": { ".": "./src/llm.ts" } }' },
    'nothing-is-a-barrel packages/llm/package.json',
  ],
  [
    'a folder named after a layer',
    { 'services/courses/src/utils/text.ts': '' },
    'folders-are-features services/courses/src/utils',
  ],
  [
    'a path into a home folder',
    { 'docs/notes.md': `see ${['', 'home', 'anna', 'lyceum'].join('/')}` },
    'no-text-names-this-machine docs/notes.md:1',
  ],
  [
    'a service that depends on another',
    { 'services/courses/package.json': '{ "dependencies": { "@lyceum/users": "*" } }' },
    'workspaces-keep-their-side services/courses/package.json',
  ],
  [
    'contracts with another library than zod',
    { 'packages/contracts/package.json': '{ "dependencies": { "uuid": "14.0.3" } }' },
    'workspaces-keep-their-side packages/contracts/package.json',
  ],
  [
    'testing among what a service needs to run',
    { 'services/courses/package.json': '{ "dependencies": { "@lyceum/testing": "*" } }' },
    'workspaces-keep-their-side services/courses/package.json',
  ],
  [
    'testing in code that is no test',
    { [course]: "export { asUser } from '@lyceum/testing/actors';" },
    `workspaces-keep-their-side ${course}:1`,
  ],
  [
    'the routes of another feature',
    { [course]: "export { lessonRoutes } from '../lesson/lesson.routes.ts';" },
    `features-share-no-routes ${course}:1`,
  ],
  [
    'a file that only passes on what another exports',
    { [course]: "export type { Lesson } from './lesson.ts';" },
    `nothing-is-a-facade ${course}:1`,
  ],
  [
    'a feature that runs its service',
    { [course]: "import { startService } from '@lyceum/common/run/start-service';\nexport const start = startService;" },
    `services-do-not-run-themselves ${course}:1`,
  ],
  [
    'a file of the kit with two subjects',
    { 'packages/common/src/http.ts': 'export const a = 1;\n'.repeat(151) },
    'kit-files-are-short packages/common/src/http.ts',
  ],
  [
    'files that import each other for types',
    {
      [course]: "import type { Lesson } from './lesson.ts';\nexport interface Course { lessons: Lesson[] }",
      'services/courses/src/course/lesson.ts':
        "import type { Course } from './course.ts';\nexport interface Lesson { course: Course }",
    },
    `files-form-no-circle ${course}`,
  ],
  [
    'folders that import each other',
    {
      [course]: "export { a } from '../lesson/lesson.ts';",
      'services/courses/src/lesson/lesson.ts': 'export const a = 1;',
      'services/courses/src/lesson/quiz.ts': "export { b } from '../course/quiz.ts';",
      'services/courses/src/course/quiz.ts': 'export const b = 1;',
    },
    'folders-form-no-circle services/courses/src/course',
  ],
  [
    'folders of two areas that import each other',
    {
      'services/courses/src/authoring/authoring.features.ts': 'export const authoringFeatures = [];',
      'services/courses/src/learning/learning.features.ts': 'export const learningFeatures = [];',
      'services/courses/src/authoring/draft/draft.ts': "export { a } from '../../learning/lesson/lesson.ts';",
      'services/courses/src/learning/lesson/lesson.ts': 'export const a = 1;',
      'services/courses/src/learning/lesson/quiz.ts': "export { b } from '../../authoring/draft/quiz.ts';",
      'services/courses/src/authoring/draft/quiz.ts': 'export const b = 1;',
    },
    'folders-form-no-circle services/courses/src/authoring/draft',
  ],
  [
    'a bound that is called by half a sentence',
    { [course]: 'export const mostLessons = 3;' },
    `names-are-terms-of-the-field ${course}:1`,
  ],
  [
    'a conversion that is called by half a sentence',
    { [course]: 'export function lengthOf() {}' },
    `names-are-terms-of-the-field ${course}:1`,
  ],
  ['a glossary that lists no words', { 'docs/glossary.md': '# Glossary\n' }, 'names-are-terms-of-the-field docs/glossary.md'],
  ['a name that is no term', { [course]: 'const told = 1;\nexport { told };' }, `names-are-terms-of-the-field ${course}:1`],
  ['a test that runs alone', { [test]: "it.only('runs', () => expect(1).toBe(1));" }, `every-test-runs ${test}:1`],
  ['a group of tests that is skipped', { [test]: "describe.skip.each([1])('n', () => {});" }, `every-test-runs ${test}:1`],
  [
    'a sleep',
    { [test]: 'const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));\nexport { sleep };' },
    `tests-do-not-sleep ${test}:1`,
  ],
  [
    'a sleep of timers/promises',
    { [test]: "import { setTimeout as pause } from 'node:timers/promises';\nawait pause(5);" },
    `tests-do-not-sleep ${test}:1`,
  ],
  [
    'tests that may leave something running',
    { 'jest.config.js': "export default { testEnvironment: 'node' };" },
    'tests-end-by-themselves jest.config.js',
  ],
  [
    'one test that may leave something running',
    { [test]: "/**\n * @jest-environment node\n */\nit('starts', () => expect(1).toBe(1));" },
    `tests-end-by-themselves ${test}:2`,
  ],
  [
    'a run that is forced to exit',
    { 'package.json': '{ "scripts": { "test": "jest --forceExit" } }' },
    'tests-end-by-themselves package.json',
  ],
])('finds %s', async (_what, changes, expected) => {
  expect(await findings(changes)).toContain(expected);
});

it('lets tests of the kit be long', async () => {
  expect(await findings({ 'packages/common/src/http.test.ts': 'export const a = 1;\n'.repeat(151) })).toEqual([]);
});

it('lets benches start the doubles that tests use', async () => {
  const text = "import { startOpenAiDouble } from '@lyceum/llm/testing/openai-double';\nawait startOpenAiDouble();";
  expect(await findings({ 'bench/src/doubles.ts': text })).toEqual([]);
});

it('takes no word in a comment or in a string for code', async () => {
  const text = [
    "/* process.env, new Date(), fetch('x') */",
    'export const text = "process.env";',
    'export const more = `Date.now()`;',
  ];
  expect(await findings({ [course]: text.join('\n') })).toEqual([]);
});

it('finds the path of this checkout', async () => {
  const root = tinyRepository();
  writeFileSync(join(root, 'notes.md'), `first\ncd ${root}\n`);
  expect(noTextNamesThisMachine(await readRepository(root)).map(({ file }) => file)).toEqual(['notes.md:2']);
});

/** A repository whose main branch has these files, and what adds another one. */
function landed(files: Record<string, string>) {
  const root = tinyRepository(files);
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { stdio: 'ignore' });
  git('init', '--initial-branch=main');
  git('add', '.');
  git('commit', '-m', 'first');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  return {
    root,
    add(file: string, text: string) {
      writeFileSync(join(root, file), text);
      git('add', '.');
    },
  };
}

it('finds a changed migration that has landed, and takes a new one', () => {
  const { root, add } = landed({ 'services/courses/src/migrations/1-first.ts': 'one' });
  add('services/courses/src/migrations/2-second.ts', 'two');
  expect(landedMigrationsStayAsTheyAre({ root })).toEqual([]);
  writeFileSync(join(root, 'services/courses/src/migrations/1-first.ts'), 'another');
  expect(landedMigrationsStayAsTheyAre({ root }).map(({ file }) => file)).toEqual(['services/courses/src/migrations/1-first.ts']);
});

it.each([
  ['a column of one and an index of another table', 'ALTER TABLE courses ADD a text; CREATE INDEX b ON lessons (a)', true],
  ['rows of two tables', 'UPDATE courses SET a = 1; DELETE FROM lessons', true],
  ['a table that belongs to two others', 'CREATE TABLE notes (a uuid REFERENCES courses, b uuid REFERENCES lessons)', true],
  [
    'a new table and the one it belongs to',
    'CREATE TABLE notes (); ALTER TABLE notes ADD FOREIGN KEY (a) REFERENCES courses(id)',
    false,
  ],
  ['one table twice', 'ALTER TABLE courses ADD a text; CREATE UNIQUE INDEX b ON courses (a)', false],
  ['a new table of another migration', 'ALTER TABLE shelves ADD FOREIGN KEY (a) REFERENCES courses(id)', false],
  ['two tables on the way back', 'ALTER TABLE courses ADD a text; async down() ALTER TABLE lessons DROP a', false],
])('finds a new migration that locks two tables which are in use, by %s', (_, sql, isFound) => {
  const folder = 'services/courses/src/migrations';
  const { root, add } = landed({ [`${folder}/1-first.ts`]: 'UPDATE courses SET a = 1; DELETE FROM lessons' });
  add(`${folder}/2-shelves.ts`, 'CREATE TABLE shelves (id uuid)');
  add(`${folder}/3-third.ts`, sql);
  const found = newMigrationsLockOneTable({ root }).map(({ file, message }) => `${file} ${message}`);
  expect(found).toEqual(isFound ? [expect.stringMatching(/3-third\.ts it locks courses and lessons/)] : []);
});
