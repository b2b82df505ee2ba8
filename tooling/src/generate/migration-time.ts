import { existsSync, readdirSync } from 'node:fs';

/** When a new migration is from, in milliseconds: now, or after all that are in the folder. */
export function nextMigrationTime(folder: string, now: Date): number {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const times = files.map((file) => Number.parseInt(file, 10)).filter((time) => !Number.isNaN(time));
  return Math.max(now.getTime(), ...times.map((time) => time + 1));
}
