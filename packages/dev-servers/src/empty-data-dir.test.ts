import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyDataDir } from './empty-data-dir.ts';

const folder = mkdtempSync(join(tmpdir(), 'lyceum-empty-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('deletes our data, also where a link leads, and nothing of others', () => {
  const dataDir = join(folder, 'data');
  const elsewhere = join(folder, 'elsewhere');
  for (const path of [join(dataDir, 'redis'), join(dataDir, 'photos'), elsewhere]) mkdirSync(path, { recursive: true });
  for (const path of ['secrets.json', 'redis/redis.conf', 'photos/cat.jpg']) writeFileSync(join(dataDir, path), '');
  symlinkSync(elsewhere, join(dataDir, 'postgres'));
  emptyDataDir(dataDir);
  expect(readdirSync(folder)).toEqual(['data']);
  expect(readdirSync(dataDir)).toEqual(['photos']);
  expect(readdirSync(join(dataDir, 'photos'))).toEqual(['cat.jpg']);
});

it('has nothing to do in a folder that does not exist', () => {
  expect(() => emptyDataDir(join(folder, 'nowhere'))).not.toThrow();
});
