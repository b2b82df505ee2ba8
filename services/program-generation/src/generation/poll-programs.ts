import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '@lyceum/common/context';
import type { Database } from '@lyceum/common/database';
import { Any } from 'typeorm';
import { ProgramEntity, type ProgramRow } from '../program/program.entity.ts';

/** Less than the second in which watchers are promised to know. */
const lookEveryMs = 900;

interface PollBatch {
  readonly ids: Set<string>;
  readonly rows: Promise<ProgramRow[]>;
}

/** A programme, without its document, as the next look finds it; undefined when it is gone. */
export type ProgramPoller = (context: Pick<Context, 'space'>, id: string) => Promise<ProgramRow | undefined>;

/**
 * Whatever process changes a programme, its row tells. All who wait for programmes of a space share one query, and while
 * nobody waits there is none.
 */
export function createProgramPoller(database: Pick<Database, 'read'>): ProgramPoller {
  const looks = new Map<string, PollBatch>();

  function begin(space: string): PollBatch {
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
