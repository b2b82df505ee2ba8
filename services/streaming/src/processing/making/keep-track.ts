import type { JobRun } from '@lyceum/common/jobs';
import type { ProcessingStepName } from '@lyceum/contracts/streaming/processing';
import { LessThan } from 'typeorm';
import { EncodingEntity } from '../encoding/encoding.entity.ts';
import { type Claimed, findWanted, Superseded, toPercent, Unwanted } from '../encoding/encoding-steps.ts';

/** Looks after an encoding while it is worked on. */
export interface Track {
  /** Aborted with the job, with `Unwanted` when nobody wants its work any more, with `Superseded` when another run has begun it, and when that cannot be found out. */
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  report(step: ProcessingStepName, fraction: number): void;
  stop(): Promise<void>;
}

const lookEveryMs = 2_000;
/** It is enough for whoever looks for work that nobody does. */
const noteEveryMs = 60_000;

export function keepTrack(run: JobRun, { id, runId }: Claimed): Track {
  const ended = new AbortController();
  let latest: { step: ProcessingStepName; fraction: number } | undefined;
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const reported = latest;
    await run.transact(async (db) => {
      const wanted = await findWanted(db, id);
      if (!wanted) throw new Unwanted('nobody wants it any more');
      if (wanted.encoding.runId !== runId) throw new Superseded('another run has begun');
      const seenAt = run.ctx.now();
      if (seenAt.getTime() - wanted.encoding.seenAt.getTime() > noteEveryMs)
        await db.update(EncodingEntity, { id, runId }, { seenAt });
      if (!reported) return;
      const progress = toPercent(wanted.encoding.steps, reported.step, reported.fraction);
      const before = { id, runId, status: 'running' as const, progress: LessThan(progress) };
      await db.update(EncodingEntity, before, { progress, version: () => 'version + 1' });
    });
  }

  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => ended.abort(error));
  }, lookEveryMs);

  return {
    signal: AbortSignal.any([run.signal, ended.signal]),
    report(step, fraction) {
      latest = { step, fraction };
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
