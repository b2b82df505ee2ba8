import { spawnSync } from 'node:child_process';
import { childEnvironment } from '../config.ts';
import { StartFailure } from '../progress.ts';

/** PostgreSQL refuses to run as root: the command prefix that makes it somebody else, and whom the data must belong to. */
export interface PostgresUser {
  readonly prefix: readonly string[];
  /** Undefined where the files stay ours. */
  readonly owner: number | undefined;
}

/** uid and gid of `nobody`, which every distribution has; PostgreSQL needs a user with a passwd entry. */
const nobody = 65534;

export function choosePostgresUser(): PostgresUser {
  if (process.getuid?.() !== 0) return { prefix: [], owner: undefined };
  // Root outside, somebody inside: files stay root's and no folder on the way needs to be opened. Some containers forbid it.
  const namespace = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];
  if (succeeds([...namespace, 'true'])) return { prefix: namespace, owner: undefined };
  const privileges = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
  if (succeeds([...privileges, 'true'])) return { prefix: privileges, owner: nobody };
  throw new StartFailure(
    'PostgreSQL does not run as root, and here root can neither make a user namespace nor change its user: start Lyceum as an ordinary user.',
  );
}

/** Whether that user can run the program, which an unreadable folder on the way forbids. */
export function canRun({ prefix }: PostgresUser, program: string): boolean {
  return succeeds([...prefix, program, '--version']);
}

function succeeds([command = 'false', ...args]: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', env: childEnvironment() }).status === 0;
}
