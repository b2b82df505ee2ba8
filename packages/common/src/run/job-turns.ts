import { createFairQueue, type FairQueue } from '../fair-queue.ts';
import type { Job, Places } from '../jobs.ts';

/** The fair queue of each job: its own when it has places of its own, else the one that all others share. */
export function createTurns(jobs: readonly Job[], shared: Places, waitingPerPerson: number): (name: string) => FairQueue {
  const create = ({ perProcess, perPerson }: Places) =>
    createFairQueue({ places: perProcess, placesPerPerson: perPerson, waitingPerPerson });
  const common = create(shared);
  const own = new Map(jobs.flatMap(({ name, places }) => (places ? [[name, create(places)] as const] : [])));
  return (name) => own.get(name) ?? common;
}
