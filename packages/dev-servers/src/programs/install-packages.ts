import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { childEnvironment } from '../config.ts';
import { type Progress, StartFailure } from '../progress.ts';
import { findProgram } from './find-program.ts';

/** How this user installs Debian packages. */
export interface PackageManager {
  /** Undefined where there is no apt. */
  readonly aptGet: string | undefined;
  /** What makes a command run as root: nothing for root, `sudo -n` where it asks no password; undefined for users who may not. */
  readonly asRoot: readonly string[] | undefined;
  /** Decides whether an installation starts the server it brings (invoke-rc.d(8)). */
  readonly policyFile: string;
}

/**
 * Debian starts a server as soon as its package is installed, unless policy-rc.d forbids it. Ours goes when the shell ends; one
 * left by a killed run bears our mark and goes with the next, a foreign one stays.
 */
const script = `
set -e
apt_get=$1 policy=$2
shift 2
mark='# Written by Lyceum for the time of one installation.'
cleanUp() { if grep -qsF "$mark" "$policy"; then rm -f "$policy"; fi; }
trap cleanUp EXIT
trap 'exit 130' INT TERM HUP
[ -e "$policy" ] || { printf '#!/bin/sh\\n%s\\nexit 101\\n' "$mark" > "$policy"; chmod 755 "$policy"; }
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
# One broken source of the system must not matter if the others have the packages.
"$apt_get" -o DPkg::Lock::Timeout=300 update || true
"$apt_get" -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
`;

/** Installs Debian packages without starting what they contain. Fails with one sentence when this user may not. */
export async function installPackages(packages: readonly string[], progress: Progress, given?: PackageManager): Promise<void> {
  const { aptGet, asRoot, policyFile } = given ?? (await findPackageManager());
  const names = packages.join(' ');
  if (!aptGet || !asRoot) {
    throw new StartFailure(
      `Lyceum needs ${packages.join(' and ')}, and ${aptGet ? 'this user may not install packages' : 'there is no apt here'}: run ` +
        `"sudo apt-get install --no-install-recommends ${names}" (or your system's equivalent), or use Docker instead: docker compose up --wait`,
    );
  }

  progress(`Installing ${packages.join(' and ')} with apt (once) ...`);
  const [command = 'sh', ...parameters] = [...asRoot, 'sh', '-c', script, 'install-packages', aptGet, policyFile, ...packages];
  // In a process group of its own: Ctrl-C must not leave packages half installed.
  const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'], env: childEnvironment(), detached: true });
  const complaints: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, setUp] = /^Setting up (\S+)/.exec(line) ?? [];
    if (line.startsWith('Need to get') || (setUp && packages.includes(setUp))) progress(`  ${line.replace(/ \.\.\.$/, '')}`);
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('E:')) complaints.push(line.slice(2).trim());
  });
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (status !== 0) {
    throw new StartFailure(`apt could not install ${names}: ${complaints.join(' ') || `it ended with status ${status}`}`);
  }
}

async function findPackageManager(): Promise<PackageManager> {
  const aptGet = findProgram('apt-get');
  return { aptGet, asRoot: aptGet ? await waysToRoot() : undefined, policyFile: '/usr/sbin/policy-rc.d' };
}

async function waysToRoot(): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  if (!sudo) return undefined;
  const status = await new Promise<number | null>((resolve) => {
    spawn(sudo, ['-n', 'true'], { stdio: 'ignore' })
      .on('error', () => resolve(1))
      .on('close', resolve);
  });
  return status === 0 ? [sudo, '-n'] : undefined;
}
