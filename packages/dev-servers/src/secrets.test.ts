import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSecrets } from './secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'lyceum-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = () => join(mkdtempSync(join(folder, 'run-')), 'secrets.json');

it('makes a secret once and keeps it for the next run', () => {
  const path = file();
  const made = openSecrets(path).get('POSTGRES_PASSWORD');
  expect(made).toMatch(/^[0-9a-f]{48}$/);
  expect(openSecrets(path).get('POSTGRES_PASSWORD')).toBe(made);
  expect(openSecrets(path).get('REDIS_PASSWORD')).not.toBe(made);
});

it('keeps what another process has made since the file was opened', () => {
  const path = file();
  const [first, second] = [openSecrets(path), openSecrets(path)];
  const made = first.get('POSTGRES_PASSWORD');
  const other = second.get('REDIS_PASSWORD');
  expect(second.get('POSTGRES_PASSWORD')).toBe(made);
  expect(first.get('REDIS_PASSWORD')).toBe(other);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ POSTGRES_PASSWORD: made, REDIS_PASSWORD: other });
});

it('lets only the owner read the file', () => {
  const path = file();
  openSecrets(path).get('POSTGRES_PASSWORD');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('says what to do when the file is damaged', () => {
  const path = file();
  writeFileSync(path, '{"POSTGRES_PASSWORD": ');
  expect(() => openSecrets(path)).toThrow(/restore it, or begin anew with "npm start -- --fresh"/);
});
