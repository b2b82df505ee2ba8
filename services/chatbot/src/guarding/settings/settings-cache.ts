import type { Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import { type FoundSettings, findSettings } from './find-settings.ts';

export interface SettingsCache {
  /** What was said for a course, or for help when it is null; at most five seconds old. */
  get(
    ctx: Pick<Context, 'space' | 'now'>,
    courseId: string | null,
    read: <Result>(run: (db: EntityManager) => Promise<Result>) => Promise<Result>,
  ): Promise<FoundSettings>;
  /** After a change, so that it holds at once in this process. */
  clear(): void;
}

const keptMs = 5_000;
const maxEntries = 1_000;

export function createSettingsCache(): SettingsCache {
  const entries = new Map<string, { readonly settings: FoundSettings; readonly readAt: number }>();
  return {
    async get({ space, now }, courseId, read) {
      const key = `${space}:${courseId ?? 'help'}`;
      const readAt = now().getTime();
      const entry = entries.get(key);
      if (entry && Math.abs(readAt - entry.readAt) < keptMs) return entry.settings;
      const settings = await read((db) => findSettings(db, courseId));
      if (entries.size >= maxEntries) entries.clear();
      entries.set(key, { settings, readAt });
      return settings;
    },
    clear: () => entries.clear(),
  };
}
