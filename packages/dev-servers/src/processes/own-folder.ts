import { existsSync } from 'node:fs';

const workingDirectory = '/proc/self/cwd';

/**
 * The working directory of a server by a short name of Latin letters, for servers that would read more into its path: RabbitMQ
 * fails on other letters and hands paths to a shell, Redis takes `[` and `*` for patterns. Without /proc it is the path.
 */
export function ownFolder(path: string): string {
  return existsSync(workingDirectory) ? workingDirectory : path;
}
