import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client, DatabaseError } from 'pg';
import { childEnvironment } from '../config.ts';
import { endProcess, type ProcessRecords } from '../processes/process-records.ts';
import { processesIn } from '../processes/processes-in.ts';
import { type ServerProcess, serverProcess } from '../processes/server-process.ts';
import { type Progress, StartFailure } from '../progress.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { ensureCluster } from './postgres-cluster.ts';
import { placePostgres } from './postgres-place.ts';
import { postgresSettings } from './postgres-settings.ts';
import { choosePostgresUser } from './postgres-user.ts';

interface PostgresOptions {
  dataDir: string;
  logDir: string;
  port: number;
  password: string;
  /** The data need not outlive the run: nothing is synced to disk. */
  throwaway: boolean;
  records: ProcessRecords;
  progress: Progress;
}

/** Fast shutdown: ends all sessions and writes a checkpoint. */
const ending = { signal: 'SIGINT', patienceMs: 6000 } as const;

/** PostgreSQL on loopback. The first start makes its cluster and the database `lyceum`. */
export async function postgresServer(options: PostgresOptions): Promise<{ process: ServerProcess; ownerUrl: string }> {
  const { dataDir, logDir, port, password, throwaway, records, progress } = options;
  const user = choosePostgresUser();
  const place = placePostgres(await findPostgresBinaries(progress), dataDir, user);
  const cluster = await ensureCluster(place, user, password, !throwaway);
  const toUrl = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  return {
    ownerUrl: toUrl('lyceum'),
    process: serverProcess({
      title: 'PostgreSQL',
      name: 'postgres',
      command: user.run([join(place.bin, 'postgres'), '-D', cluster, ...postgresSettings(port, throwaway)]),
      cwd: place.folder,
      env: childEnvironment(),
      logFile: join(logDir, 'postgres.log'),
      records,
      ending,
      startTimeoutMs: 60_000,
      prepare: () => clearAway(cluster),
      isReady: () => hasDatabase(toUrl('postgres'), 'lyceum'),
    }),
  };
}

/** Sessions of a killed server need a moment to notice; its pid file may by now name a stranger, which would stop the start. */
async function clearAway(cluster: string): Promise<void> {
  await Promise.all(processesIn(cluster).map((leftover) => endProcess(leftover, ending)));
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

/** Makes the database where it is missing. False while the server does not answer yet. */
async function hasDatabase(url: string, name: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  // A server that ends while we are connected tells so by this event, which throws when nobody listens.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === '28P01') {
      throw new StartFailure(
        'The password in .data/secrets.json is not the one of the database: restore that file, or begin anew with "npm start -- --fresh".',
      );
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
