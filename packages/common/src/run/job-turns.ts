import { createFairQueue, type FairQueue } from '../fair-queue.ts';
import type { Job, Places } from '../jobs.ts';

/**
 * Of the jobs a process took, those of one person that wait for a place of one kind: enough that the places of one person never stand empty, and so
 * few that twenty people have to fill theirs before anybody waits in Redis. Any other goes back there for a while.
 */
const waitingPerPerson = 50;

/** The fair queue of each job: its own when it has places of its own, else the one that all others share. */
export function createTurns(jobs: readonly Job[], shared: Places): (name: string) => FairQueue {
  const create = ({ perProcess, perPerson }: Places) =>
    createFairQueue({ places: perProcess, placesPerPerson: perPerson, waitingPerPerson });
  const common = create(shared);
  const own = new Map(jobs.flatMap(({ name, places }) => (places ? [[name, create(places)] as const] : [])));
  return (name) => own.get(name) ?? common;
}
