import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { JobRun } from '@lyceum/common/jobs';
import { type EntityManager, In } from 'typeorm';
import { ProgramEntity, type ProgramRow } from '../program/program.entity.ts';
import { ProgramRunEntity } from './program-run.entity.ts';

/** The work of one process at one programme. */
export interface Run {
  readonly id: string;
  readonly programId: string;
}

/** The programme was cancelled or deleted, or another run has taken it over: whatever this one still does must have no effect. */
export class RunSuperseded extends Error {
  override name = 'RunLost';
}

/**
 * Makes this the only run at the programme. Null when it has ended, is gone, or is another job's to do. A run of the same job that
 * works at it already loses it: after a crash nobody can tell whether there is one.
 */
export async function claimRun(
  db: EntityManager,
  ctx: Context,
  { programId, jobId }: { programId: string; jobId: string },
): Promise<{ run: Run; program: ProgramRow } | null> {
  const unfinished = { id: programId, state: In(['queued', 'generating']) };
  if (!(await changeGeneration(db, ctx, unfinished, { state: 'generating' }))) return null;
  const run = { id: newId(), programId };
  const { affected } = await db.update(ProgramRunEntity, { programId, jobId }, { runId: run.id, heartbeatAt: ctx.now() });
  // Throws the change of the state away too.
  if (affected === 0) throw new RunSuperseded();
  return { run, program: await db.findOneByOrFail(ProgramEntity, { id: programId }) };
}

/** Keeps the programme for this run until the transaction ends. Throws `RunSuperseded`. */
export async function lockForRun(db: EntityManager, run: Run): Promise<ProgramRow> {
  // First the programme, then the run: whoever cancels locks them in this order.
  const program = await db.findOne(ProgramEntity, { where: { id: run.programId }, lock: { mode: 'pessimistic_write' } });
  if (!program || !(await isActiveRun(db, run, program))) throw new RunSuperseded();
  return program;
}

export async function isActiveRun(db: EntityManager, { id: runId, programId }: Run, { state }: ProgramRow): Promise<boolean> {
  return state === 'generating' && (await db.existsBy(ProgramRunEntity, { programId, runId }));
}

type Changes = Partial<Pick<ProgramRow, 'state' | 'progress' | 'step' | 'failure' | 'models' | 'tokens'>>;

/** False when no such programme is in one of the states. */
export async function changeGeneration(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  which: { id: string; state?: ReturnType<typeof In> },
  changes: Changes,
): Promise<boolean> {
  const { affected } = await db.update(ProgramEntity, which, {
    ...changes,
    updatedAt: ctx.now(),
    version: () => 'version + 1',
  });
  return affected === 1;
}

/** How often a run finds out whether it is still wanted, and says that it is alive, in milliseconds. */
const lookEvery = 700;
const beatEvery = 30_000;

export interface RunWatch {
  /** Aborted with `RunSuperseded`. */
  readonly signal: AbortSignal;
  stop(): Promise<void>;
}

export function watchRun(
  { id: runId, programId }: Run,
  { ctx, read, transact }: Pick<JobRun, 'ctx' | 'read' | 'transact'>,
): RunWatch {
  const lost = new AbortController();
  const stopped = new AbortController();

  async function look(): Promise<void> {
    const row = await read((db) => db.findOneBy(ProgramRunEntity, { programId, runId }));
    if (!row) return lost.abort(new RunSuperseded());
    const now = ctx.now();
    if (now.getTime() - row.heartbeatAt.getTime() < beatEvery) return;
    await transact((db) => db.update(ProgramRunEntity, { programId, runId }, { heartbeatAt: now }));
  }

  async function watch(): Promise<void> {
    while (!lost.signal.aborted) {
      await delay(lookEvery, undefined, { signal: stopped.signal });
      // While the database is away nobody can cancel, and what the run writes fails by itself.
      await look().catch(() => undefined);
    }
  }

  // Rejects when it is stopped in the middle of a pause.
  const watching = watch().catch(() => undefined);
  return {
    signal: lost.signal,
    async stop() {
      stopped.abort();
      await watching;
    },
  };
}
