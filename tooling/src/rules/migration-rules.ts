import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Repository } from './repository.ts';

/** Other installations have run what is on the main branch; silent where its history is not at hand. */
export function landedMigrationsStayAsTheyAre({ root }: Pick<Repository, 'root'>): Finding[] {
  return findMigrations(root, 'MDR').map((file) => ({
    rule: 'landed-migrations-stay-as-they-are',
    file,
    message: 'it has landed: restore it and write another migration',
  }));
}

/**
 * A migration keeps its locks until it ends: with those of two tables it waits in a circle with the release before, which holds one and
 * wants the other. Tables that are new as well are nobody's yet. Looks at what has not landed.
 */
export function newMigrationsLockOneTable({ root }: Pick<Repository, 'root'>): Finding[] {
  const migrations = findMigrations(root, 'A').map((file) => {
    const [up = ''] = readFileSync(join(root, file), 'utf8').split('async down(');
    return { file, up };
  });
  const created = new Set(migrations.flatMap(({ up }) => findNames(up, /\bCREATE TABLE "?(\w+)/g)));
  return migrations.flatMap(({ file, up }) => {
    const locked = new Set(findNames(up, locking).filter((table) => !created.has(table)));
    if (locked.size <= 1) return [];
    const message = `it locks ${[...locked].sort().join(' and ')} until it ends: write a migration for each`;
    return [{ rule: 'new-migrations-lock-one-table', file, message }];
  });
}

/** Also a table that a foreign key points to. */
const locking =
  /\b(?:ALTER TABLE(?: ONLY)?|UPDATE|DELETE FROM|INSERT INTO|LOCK TABLE|REFERENCES|CREATE (?:UNIQUE )?INDEX \S+ ON) "?([a-z_]+)/g;

const findNames = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);

/** Files of migrations that this branch has added, or changed and removed, as git calls it. */
function findMigrations(root: string, filter: 'A' | 'MDR'): string[] {
  return git(
    root,
    'diff',
    '--name-only',
    `--diff-filter=${filter}`,
    '--merge-base',
    'origin/main',
    '--',
    ':(glob)services/*/src/migrations/*.ts',
    ':(exclude)*.test.ts',
  );
}

function git(root: string, ...args: string[]): string[] {
  const { status, stdout } = spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n').filter(Boolean) : [];
}
