import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { programFailed } from '@lyceum/contracts/program-generation/generation';
import { type EntityManager, In } from 'typeorm';
import { ProgramEntity, type ProgramRow } from '../program/program.entity.ts';
import { describeFailure, type GenerationFailure } from '../writing/generation-failure.ts';
import { programFailedMail } from './program-failed.mail.ts';
import { ProgramRunEntity, type ProgramRunRow } from './program-run.entity.ts';
import { changeGeneration } from './program-run.ts';

/** Nobody works at the programme any more; the steps that are done stay. The caller holds it. */
export async function stopGeneration(
  db: EntityManager,
  ctx: Context,
  { id }: ProgramRow,
  changes: Pick<ProgramRow, 'state' | 'failure'>,
): Promise<void> {
  await changeGeneration(db, ctx, { id }, { ...changes, step: null });
  await db.delete(ProgramRunEntity, { programId: id });
}

/** Says why there is no document, and how to go on. The caller holds the programme. */
export async function failGeneration(
  db: EntityManager,
  ctx: Context,
  program: ProgramRow,
  failure: GenerationFailure,
): Promise<void> {
  const { id: programId, ownerId, title, language } = program;
  await stopGeneration(db, ctx, program, { state: 'failed', failure });
  const reason = describeFailure(failure, language).message;
  await publish(db, ctx, mailRequested, programFailedMail({ accountId: ownerId, data: { programId, title } }));
  await publish(db, ctx, programFailed, { programId, ownerId, title, reason, occurredAt: ctx.now() });
}

/** Fails the generation that is this job's to do; one that has ended, or is another job's by now, stays as it is. */
export async function giveUpGeneration(
  db: EntityManager,
  ctx: Context,
  { programId, jobId }: Pick<ProgramRunRow, 'programId' | 'jobId'>,
): Promise<void> {
  const where = { id: programId, state: In(['queued', 'generating']) };
  const program = await db.findOne(ProgramEntity, { where, lock: { mode: 'pessimistic_write' } });
  const isItsOwn = await db.existsBy(ProgramRunEntity, { programId, jobId });
  if (program && isItsOwn) await failGeneration(db, ctx, program, { code: 'internal' });
}
