import { statfsSync } from 'node:fs';
import { StartFailure } from '@lyceum/dev-servers/progress';

/** An empty installation takes 150 MB; RabbitMQ stops taking messages when the disk is nearly full, and says so only in its log. */
const neededBytes = 500_000_000;

export function requireDiskSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= neededBytes) return;
  throw new StartFailure(`There is no room for Lyceum: ${folder} needs 500 MB free and has ${Math.floor(free / 1e6)} MB.`);
}
