import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { defineJob } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { ProgramRunEntity } from './program-run.entity.ts';

/** Waits of 5 s, 10 s and so on: a backing server or a provider may be away for two minutes. */
export const generateProgram = defineJob('program-generation.generate-program', z.object({ programId: z.uuid() }), {
  attempts: 6,
  backoffMs: 5_000,
});

const watchdogPayload = z.object({
  programId: z.uuid(),
  jobId: z.uuid(),
  /** Run that was silent at the last look. */
  silent: z.uuid().nullable(),
});

/** Looks after a generation whose job may have been lost with the queue, which tells nobody. */
export const endLostGeneration = defineJob('program-generation.end-lost-generation', watchdogPayload, {
  attempts: 10,
  backoffMs: 5_000,
});

/** Longer than any pause between the attempts of a job, in milliseconds. */
export const heartbeatTimeoutMs = 5 * 60_000;

/** Gives the programme to a new job; whatever earlier ones still do has no effect. */
export async function queueGeneration(db: EntityManager, ctx: Context, programId: string): Promise<void> {
  const jobId = await enqueue(db, ctx, generateProgram, { programId });
  await db.upsert(ProgramRunEntity, { programId, jobId, runId: newId(), heartbeatAt: ctx.now() }, ['programId']);
  await scheduleWatchdog(db, ctx, { programId, jobId, silent: null });
}

export async function scheduleWatchdog(db: EntityManager, ctx: Context, payload: z.infer<typeof watchdogPayload>): Promise<void> {
  await enqueue(db, ctx, endLostGeneration, payload, { at: new Date(ctx.now().getTime() + heartbeatTimeoutMs) });
}
