import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '../config.ts';
import { StartFailure } from '../progress.ts';
import type { PostgresPlace } from './postgres-place.ts';
import type { PostgresUser } from './postgres-user.ts';

/** The data folder of PostgreSQL, made when absent. It gets its name only when whole, so a killed first start leaves nothing half-made. */
export async function ensureCluster(place: PostgresPlace, user: PostgresUser, password: string, sync: boolean): Promise<string> {
  const cluster = join(place.folder, 'cluster');
  if (existsSync(cluster)) return cluster;
  const draft = `${cluster}.draft`;
  const passwordFile = join(place.folder, 'password');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.owner !== undefined) for (const path of [draft, passwordFile]) chownSync(path, user.owner, user.owner);

  const [program, ...parameters] = user.run([
    join(place.bin, 'initdb'),
    ...['-D', draft, '-U', 'postgres', `--pwfile=${passwordFile}`, '-A', 'scram-sha-256'],
    ...['-E', 'UTF8', '--locale=C.UTF-8', '--no-instructions', ...(sync ? [] : ['--no-sync'])],
  ]);
  const child = spawn(program, parameters, { stdio: ['ignore', 'ignore', 'pipe'], env: childEnvironment(), cwd: place.folder });
  const complaints: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  rmSync(passwordFile);
  if (status !== 0)
    throw new StartFailure(`PostgreSQL cannot make its data folder: ${complaints.join('').trim().replaceAll('\n', ' | ')}`);
  renameSync(draft, cluster);
  return cluster;
}
