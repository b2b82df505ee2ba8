import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Message, message } from './message.ts';

/** A folder with `<id>.eml` as received and `<id>.json` as read; a message exists once its `.json` does. */
export interface MessageFiles {
  readonly ids: string[];
  write(read: Message, raw: Buffer): void;
  read(id: string): Message;
  raw(id: string): Buffer;
  remove(id: string): void;
}

export function openMessageFiles(folder: string): MessageFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = (id: string, kind: 'eml' | 'json') => join(folder, `${id}.${kind}`);
  const names = readdirSync(folder);
  const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  // Left by a kill between the two writes.
  for (const name of names) if (!ids.includes(name.slice(0, name.indexOf('.')))) rmSync(join(folder, name));
  return {
    ids: ids.sort(),
    write(read, raw) {
      writeFileSync(path(read.id, 'eml'), raw, { mode: 0o600 });
      writeFileSync(`${path(read.id, 'json')}.draft`, JSON.stringify(read), { mode: 0o600 });
      renameSync(`${path(read.id, 'json')}.draft`, path(read.id, 'json'));
    },
    read: (id) => message.parse(JSON.parse(readFileSync(path(id, 'json'), 'utf8'))),
    raw: (id) => readFileSync(path(id, 'eml')),
    remove(id) {
      for (const kind of ['json', 'eml'] as const) rmSync(path(id, kind), { force: true });
    },
  };
}
