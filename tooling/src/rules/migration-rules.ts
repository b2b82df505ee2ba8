import { spawnSync } from 'node:child_process';
import type { Finding, Repository } from './repository.ts';

/** Other installations have run what is on the main branch; silent where its history is not at hand. */
export function landedMigrationsStayAsTheyAre({ root }: Pick<Repository, 'root'>): Finding[] {
  const changes = git(
    root,
    'diff',
    '--name-only',
    '--diff-filter=MDR',
    '--merge-base',
    'origin/main',
    '--',
    ':(glob)services/*/src/migrations/*.ts',
    ':(exclude)*.test.ts',
  );
  return changes.map((file) => ({
    rule: 'landed-migrations-stay-as-they-are',
    file,
    message: 'it has landed: restore it and write another migration',
  }));
}

function git(root: string, ...args: string[]): string[] {
  const { status, stdout } = spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n').filter(Boolean) : [];
}
