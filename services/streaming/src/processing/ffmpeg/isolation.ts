import { execFile } from 'node:child_process';

/** What every program of a worker is given of the environment: nothing secret. */
export const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' };

/** As the superuser, and as anybody where the kernel lets people have networks of their own; neither is allowed in Docker. */
const ways = [
  ['unshare', '--net', '--'],
  ['unshare', '--map-root-user', '--net', '--'],
];

const works = ([file = '', ...args]: readonly string[]) =>
  new Promise<boolean>((resolve) => execFile(file, [...args, 'true'], { env: environment }, (error) => resolve(!error)));

/** What is put before a program so that it has no network; empty where the kernel allows none of the ways. */
export async function findIsolation(): Promise<readonly string[]> {
  for (const way of ways) if (await works(way)) return way;
  return [];
}
