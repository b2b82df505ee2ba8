import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The smallest repository that keeps every rule about files. */
const whole = {
  'jest.config.js': "export default { testEnvironment: '<rootDir>/packages/testing/src/clean-environment.ts' };\n",
  'packages/contracts/src/services.ts': "export const services = { courses: { prefixes: ['/courses'], port: 8003 } };\n",
  'packages/contracts/package.json': '{ "dependencies": { "zod": "4.6.7" } }',
  'stack/src/services.ts': "export const load = async () => (await import('@lyceum/courses/service')).courses;\n",
  'docker-compose.yml': [
    'services:',
    '  migrate:',
    '    environment: { DATABASE_PASSWORD_COURSES_FILE: /run/secrets/DATABASE_PASSWORD_COURSES }',
    '  courses:',
    '    build: { context: ., args: { SERVICE: courses } }',
    '    environment: { PORT: "8003" }',
  ].join('\n'),
  'README.md': '| `services/courses` | courses |\n',
  'docs/architecture.md': '| courses | `/courses` | | | |\n',
  'docs/glossary.md': '| not | but |\n|---|---|\n| `most…` | max |\n| `…Of` | `toX` |\n| `told` | the noun |\n',
  'services/courses/README.md': '# courses\n\nOwns courses.\n',
  'services/courses/package.json': '{ "dependencies": { "@lyceum/common": "*" }, "devDependencies": { "@lyceum/testing": "*" } }',
  'services/courses/src/config.ts': 'export const env = process.env;\n',
  'services/courses/src/main.ts': [
    "import { runService } from '@lyceum/common/run/run-service';",
    "import { env } from './config.ts';",
    "import { courses } from './service.ts';",
    'await runService(courses, env);',
  ].join('\n'),
  'services/courses/src/service.ts': [
    "import { defineService } from '@lyceum/common/service';",
    "export const courses = defineService({ name: 'courses' });",
  ].join('\n'),
  'services/courses/src/course/course.ts': [
    '// Not `new Date()`: the space has its own clock.',
    'export const start = (ctx: { now(): Date }, text: string) => [ctx.now(), new Date(text), new Date("2026-01-01")];',
  ].join('\n'),
  'services/courses/test/access.test.ts': [
    "import { describeAccess } from '@lyceum/testing/describe-access';",
    "import { service } from './courses-service.ts';",
    'describeAccess(service);',
  ].join('\n'),
  'services/courses/test/courses-service.ts': [
    "import { createTestService } from '@lyceum/testing/service';",
    "import { courses } from '../src/service.ts';",
    'export const service = createTestService(courses);',
  ].join('\n'),
  'services/courses/src/course/course.test.ts': "it('starts', () => expect(new Date()).toBeDefined());\n",
} as const;

/** Writes it to a folder of its own, with some files replaced or added; removed after the test file. */
export function createTinyRepository() {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  return function tinyRepository(changes: Readonly<Record<string, string | undefined>> = {}): string {
    const root = mkdtempSync(join(tmpdir(), 'Рабочий стол (2) %20 #1 '));
    folders.push(root);
    for (const [file, text] of Object.entries<string | undefined>({ ...whole, ...changes })) {
      if (text === undefined) continue;
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    return root;
  };
}
