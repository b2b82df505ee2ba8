import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolEnvironment } from '../src/config.ts';
import { createNoun } from '../src/generate/create-noun.ts';
import { createService } from '../src/generate/create-service.ts';
import { copyRepository } from './copy-repository.ts';
import { addEndpoint, addEntity } from './recipes.ts';

const now = new Date('2027-01-02T03:04:05.000Z');
let copy: ReturnType<typeof copyRepository>;

beforeAll(() => {
  copy = copyRepository();
});
afterAll(() => copy.remove());

/** Runs a tool in the copy; '' when it is content. Meanwhile this process answers: it may hold the lock of the test servers. */
function complaints(program: string, ...args: string[]): Promise<string> {
  // The check brings its own server: the roles of the one our tests use are not to be touched.
  const env = { ...toolEnvironment(), TEST_DATABASE_OWNER_URL: undefined, TEST_DATABASE_PASSWORD: undefined };
  return new Promise((resolve) => {
    execFile(program, args, { cwd: copy.root, env }, (error, stdout, stderr) =>
      resolve(error ? `${stdout}${stderr}${error.message}` : ''),
    );
  });
}

it.each([
  ['Diplomas', 'is no name'],
  ['diplomas!', 'is no name'],
  ['../diplomas', 'is no name'],
  ['users', 'services/users exists'],
  ['redis', 'has a container redis already'],
  ['shared', 'packages/contracts/src/shared exists'],
])('refuses the name %s and writes nothing', (name, reason) => {
  expect(() => createService(copy.root, name, undefined, now)).toThrow(reason);
  expect(existsSync(join(copy.root, 'services', name, 'package.json'))).toBe(name === 'users');
});

it.each([
  ['class', 'has a meaning in the code'],
  ['program', 'has the prefix /programs already'],
])('refuses the noun %s', (noun, reason) => {
  expect(() => createService(copy.root, 'diplomas', noun, now)).toThrow(reason);
});

it.each([
  ['nobody', 'badge', 'there is no folder services/nobody'],
  ['users', 'profile', 'services/users/src/profile exists'],
  ['users', 'Badge', 'is no name'],
  ['users', 'program', 'has the prefix /programs already'],
])('refuses to give %s the noun %s', (service, noun, reason) => {
  expect(() => createNoun(copy.root, service, noun, now)).toThrow(reason);
});

it('writes services and nouns that keep every rule, and refuses the same name again', async () => {
  const files = [
    ...createService(copy.root, 'diplomas', undefined, now),
    ...createService(copy.root, 'course-plans', 'study-plan', now),
    ...createNoun(copy.root, 'course-plans', 'plan-week', now),
    ...['models', 'notifications', 'program-generation', 'tokens', 'users'].flatMap((service) =>
      createNoun(copy.root, service, `${service}-trophy`, now),
    ),
  ];
  copy.link('services/diplomas');
  copy.link('services/course-plans');
  expect(await complaints('biome', 'check', '--write', '--files-ignore-unknown=true', ...files)).toBe('');
  expect(await complaints('tsc', '-p', 'tsconfig.json')).toBe('');
  expect(await complaints('node', 'tooling/src/check-repo.ts')).toBe('');
  const readme = readFileSync(join(copy.root, 'services/course-plans/README.md'), 'utf8');
  expect(readme).toContain('Owns study plans, plan weeks.');
  expect(readFileSync(join(copy.root, 'README.md'), 'utf8')).toContain('| `services/course-plans` | study plans, plan weeks |');
  expect(() => createService(copy.root, 'diplomas', undefined, now)).toThrow('services/diplomas exists');
}, 300_000);

it('lets people add an endpoint, an event, a job, a mail and an entity by the recipes, and then passes what counts services', async () => {
  const files = [...addEndpoint(copy.root), ...addEntity(copy.root)];
  expect(await complaints('node', 'tooling/src/new-migration.ts', 'diplomas', 'add-badges')).toBe('');
  expect(await complaints('biome', 'check', '--write', ...files)).toBe('');
  expect(await complaints('tsc', '-p', 'tsconfig.json')).toBe('');
  expect(await complaints('node', 'tooling/src/check-repo.ts')).toBe('');
  const suites = ['services/diplomas', 'services/course-plans/src', 'gateway/src/pages'];
  expect(await complaints('npm', 'test', '--', ...suites)).toBe('');
}, 600_000);
