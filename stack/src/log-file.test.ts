import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogFile } from './log-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'lyceum-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('appends to what earlier runs wrote, in order', () => {
  const path = join(folder, 'kept.log');
  for (const run of ['first', 'second']) {
    const log = openLogFile(path);
    log.write(`${run} a\n`);
    log.write(`${run} b\n`);
    log.close();
  }
  expect(readFileSync(path, 'utf8')).toBe('first a\nfirst b\nsecond a\nsecond b\n');
});

it('begins anew beyond its size and keeps one predecessor', () => {
  const path = join(folder, 'bounded.log');
  for (const line of ['one', 'two', 'three']) {
    const log = openLogFile(path, 4);
    log.write(`${line}\n`);
    log.close();
  }
  expect(readFileSync(`${path}.1`, 'utf8')).toBe('three\n');
  expect(readFileSync(path, 'utf8')).toBe('');
});
