import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlreadyLocked, isLocked, lockDataDir } from './data-dir-lock.ts';

const dataDir = `/nowhere/${process.pid}`;
const module = new URL('./data-dir-lock.ts', import.meta.url);

it('refuses a second run and tells what the first announced', async () => {
  const lock = await lockDataDir(dataDir);
  lock.announce('http://localhost:8000');
  await expect(lockDataDir(dataDir)).rejects.toMatchObject({ announcement: 'http://localhost:8000' });
  await lock.release();
  expect(await isLocked(dataDir)).toBe(false);
});

it('knows a folder by every path that leads to it, before it is there and after', async () => {
  const place = mkdtempSync(join(tmpdir(), 'lyceum-lock-'));
  mkdirSync(join(place, 'real'));
  symlinkSync(join(place, 'real'), join(place, 'link'));
  const lock = await lockDataDir(join(place, 'link', 'data'));
  await expect(lockDataDir(join(place, 'real', 'data'))).rejects.toThrow(AlreadyLocked);
  mkdirSync(join(place, 'real', 'data'));
  await expect(lockDataDir(join(place, 'real', 'data'))).rejects.toThrow(AlreadyLocked);
  await lock.release();
  rmSync(place, { recursive: true });
});

it('keeps data folders apart', async () => {
  const locks = await Promise.all([lockDataDir(dataDir), lockDataDir(`${dataDir}-other`)]);
  await Promise.all(locks.map((lock) => lock.release()));
});

it('gives the lock to exactly one of many who ask at once', async () => {
  const asked = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDir(dataDir)));
  const given = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const refused = asked.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  expect(given).toHaveLength(1);
  expect(refused.every((reason) => reason instanceof AlreadyLocked)).toBe(true);
  await given[0]?.release();
});

it('is free again once its holder was killed', async () => {
  const script = `const { lockDataDir } = await import(${JSON.stringify(module.href)});
    await lockDataDir(${JSON.stringify(dataDir)}); console.log('locked'); setInterval(() => undefined, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  await expect(lockDataDir(dataDir)).rejects.toThrow(AlreadyLocked);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const lock = await lockDataDir(dataDir);
  await lock.release();
});
