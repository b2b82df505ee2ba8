import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '@lyceum/common/context';
import type { Database } from '@lyceum/common/database';
import { Any } from 'typeorm';
import { ProgramEntity, type ProgramRow } from '../program/program.entity.ts';

/** Less than the second in which watchers are promised to know. */
const lookEveryMs = 900;

interface Look {
  readonly ids: Set<string>;
  readonly rows: Promise<ProgramRow[]>;
}

/** A programme, without its document, as the next look finds it; undefined when it is gone. */
export type ProgramWatch = (context: Pick<Context, 'space'>, id: string) => Promise<ProgramRow | undefined>;

/**
 * Whatever process changes a programme, its row tells. All who wait for programmes of a space share one query, and while
 * nobody waits there is none.
 */
export function createProgramWatch(database: Pick<Database, 'read'>): ProgramWatch {
  const looks = new Map<string, Look>();

  function begin(space: string): Look {
    const ids = new Set<string>();
    // A process that ends waits for no look.
    const rows = delay(lookEveryMs, undefined, { ref: false }).then(() => {
      looks.delete(space);
      return database.read({ space }, (db) => db.findBy(ProgramEntity, { id: Any([...ids]) }));
    });
    const look = { ids, rows };
    looks.set(space, look);
    return look;
  }

  return async ({ space }, wanted) => {
    const look = looks.get(space) ?? begin(space);
    look.ids.add(wanted);
    return (await look.rows).find(({ id }) => id === wanted);
  };
}
