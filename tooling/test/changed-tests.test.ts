import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changedFiles, reachedWorkspaces, readWorkspaces } from '../src/changed-tests.ts';
import { createTinyRepository } from './tiny-repository.ts';

const workspaces = new Map([
  ['packages/contracts', []],
  ['packages/common', ['packages/contracts']],
  ['services/users', ['packages/common']],
  ['gateway', ['packages/contracts']],
  ['e2e', ['services/users']],
]);

it.each<[string, string[], string[] | undefined]>([
  ['a service', ['services/users/src/a.ts'], ['e2e', 'services/users']],
  ['what others stand on', ['packages/common/src/a.ts'], ['e2e', 'packages/common', 'services/users']],
  ['the gateway, which journeys pass', ['gateway/src/a.ts'], ['e2e', 'gateway']],
  ['what everything stands on', ['packages/contracts/src/a.ts'], [...workspaces.keys()].sort()],
  ['documents', ['docs/operations.md', 'services/users/README.md'], []],
  ['nothing', [], []],
  ['what belongs to no workspace', ['services/users/src/a.ts', 'package-lock.json'], undefined],
])('of %s', (_, changed, expected) => {
  expect(reachedWorkspaces(changed, workspaces)).toEqual(expected);
});

it('knows the workspaces of this repository and what they need', () => {
  const found = readWorkspaces(join(import.meta.dirname, '../..'));
  expect(found.get('services/users')).toEqual(
    expect.arrayContaining(['packages/common', 'packages/contracts', 'packages/testing']),
  );
  expect(found.get('stack')).toContain('gateway');
  expect(found.get('packages/common')).toContain('packages/testing');
});

const tinyRepository = createTinyRepository();

it('counts commits, changes and new files since the main branch', () => {
  const root = tinyRepository();
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { stdio: 'ignore' });
  git('init', '--initial-branch=main');
  git('add', '.');
  git('commit', '-m', 'first');
  git('switch', '--create', 'branch');
  writeFileSync(join(root, 'committed.ts'), '');
  git('add', '.');
  git('commit', '-m', 'second');
  writeFileSync(join(root, 'docker-compose.yml'), 'services: {}');
  writeFileSync(join(root, 'new.ts'), '');
  expect(changedFiles(root).toSorted()).toEqual(['committed.ts', 'docker-compose.yml', 'new.ts']);
});
