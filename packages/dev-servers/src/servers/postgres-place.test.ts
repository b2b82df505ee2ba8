import { lstatSync, mkdirSync, mkdtempSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyDataDir } from '../empty-data-dir.ts';
import { placePostgres } from './postgres-place.ts';
import type { Command } from './postgres-user.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'lyceum-place-'));
const bin = join(dataDir, 'installation', 'bin');
mkdirSync(bin, { recursive: true });
afterEach(() => emptyDataDir(join(dataDir, 'data')));
afterAll(() => rmSync(dataDir, { recursive: true }));

/** A user for whom `reaches` says which commands succeed. Files go to ourselves: only root may give them away. */
const user = (reaches: (command: readonly string[]) => boolean) => ({
  run: (command: readonly string[]) => [reaches(command) ? 'true' : 'false'] as const,
  owner: process.getuid?.() ?? 0,
});
const place = (reaches: (command: readonly string[]) => boolean) => {
  mkdirSync(join(dataDir, 'data'), { recursive: true });
  return placePostgres(bin, join(dataDir, 'data'), user(reaches));
};

it('keeps the data in its folder where the user can get there', () => {
  const { folder, bin: used } = place(() => true);
  expect({ folder, used }).toEqual({ folder: realpathSync(join(dataDir, 'data', 'postgres')), used: bin });
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

it.each(['"', '$', '`', '\\'])('does not let initdb run from a path that a shell would read otherwise: %s', (character) => {
  const awkward = join(dataDir, `new ${character} folder`, 'bin');
  mkdirSync(awkward, { recursive: true });
  const anybody = { run: (command: Command) => command, owner: undefined };
  const { bin: used } = placePostgres(awkward, join(dataDir, 'data'), anybody);
  expect(used).toMatch(/^\/var\/tmp\/lyceum-postgres-[0-9a-f]+\/bin$/);
  rmSync(join(used, '..'), { recursive: true });
});

it('moves data and binaries to where the user can get, stays there, and leaves nothing when begun anew', () => {
  const first = place(() => false);
  const link = join(dataDir, 'data', 'postgres');
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readlinkSync(link)).toBe(first.folder);
  expect(first.bin).not.toBe(bin);
  expect(place(() => false)).toEqual(first);
  emptyDataDir(join(dataDir, 'data'));
  expect(statSync(first.folder, { throwIfNoEntry: false })).toBeUndefined();
  rmSync(join(first.bin, '..'), { recursive: true });
});
