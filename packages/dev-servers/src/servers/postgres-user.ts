import { spawnSync } from 'node:child_process';
import { childEnvironment } from '../config.ts';
import { StartFailure } from '../progress.ts';

export type Command = readonly [program: string, ...parameters: string[]];

/** PostgreSQL refuses to run as root. */
export interface PostgresUser {
  /** The same command, run as that user. */
  run(command: Command): Command;
  /** Whom the data must belong to; undefined where the files stay ours. */
  readonly owner: number | undefined;
}

/** uid and gid of `nobody`, which every distribution has; PostgreSQL needs a user with a passwd entry. */
const nobody = 65534;

export function choosePostgresUser(): PostgresUser {
  if (process.getuid?.() !== 0) return { run: (command) => command, owner: undefined };
  // Root outside, somebody inside: files stay root's and no folder on the way needs to be opened. Some containers forbid it.
  const inNamespace: PostgresUser = {
    run: (command) => ['unshare', '--user', '--map-user=1000', '--map-group=1000', ...command],
    owner: undefined,
  };
  if (canRun(inNamespace, ['true'])) return inNamespace;
  const asNobody: PostgresUser = {
    run: (command) => ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...command],
    owner: nobody,
  };
  if (canRun(asNobody, ['true'])) return asNobody;
  throw new StartFailure(
    'PostgreSQL does not run as root, and here root can neither make a user namespace nor change its user: start Lyceum as an ordinary user.',
  );
}

/** Whether the command succeeds as that user, which an unreadable folder on the way forbids. */
export function canRun(user: PostgresUser, command: Command): boolean {
  const [program, ...parameters] = user.run(command);
  return spawnSync(program, parameters, { stdio: 'ignore', env: childEnvironment() }).status === 0;
}
