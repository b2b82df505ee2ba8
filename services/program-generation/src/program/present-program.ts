import type { Context } from '@lyceum/common/context';
import type { program as contract, Program, programListItem } from '@lyceum/contracts/program-generation/program';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { checkProgram, presentFindings } from '../rules/check-program.ts';
import { describeFailure } from '../writing/generation-failure.ts';
import { describeStep } from '../writing/generation-step.ts';
import { BlockLockEntity } from './block-lock.entity.ts';
import { loadDocument } from './find-program.ts';
import type { ProgramRow } from './program.entity.ts';
import type { CheckedProgram } from './save-document.ts';

type Reader = Pick<Context, 'locale'>;

export function presentGeneration(
  { state, progress, step, failure, models, tokens }: ProgramRow,
  { locale }: Reader,
): Program['generation'] {
  return {
    state,
    progress,
    step: step && describeStep(step, locale),
    failure: failure && describeFailure(failure, locale),
    models,
    tokens,
  };
}

export function presentListItem(program: ProgramRow, reader: Reader): z.input<typeof programListItem> {
  return { ...program, generation: presentGeneration(program, reader) };
}

/** As its readers get it: with its document, findings in their language, and what is locked. Findings that are known are taken. */
export async function presentProgram(
  db: EntityManager,
  ctx: Pick<Context, 'locale' | 'now'>,
  program: ProgramRow & Partial<CheckedProgram>,
): Promise<z.input<typeof contract>> {
  const isLoaded = program.document !== undefined || program.state !== 'ready';
  const shown = isLoaded ? program : await loadDocument(db, program);
  const { id: programId, document = null, documentVersion, request, approvedBy, approvedAt } = shown;
  const findings = program.findings ?? (document ? checkProgram(document, { today: ctx.now() }) : []);
  const locks = await db.find(BlockLockEntity, { where: { programId }, order: { block: 'ASC' } });
  return {
    ...presentListItem(shown, ctx),
    request,
    document,
    documentVersion,
    findings: presentFindings(findings, ctx.locale),
    locks: locks.map(({ block, lockedBy, lockedAt }) => ({ block, by: lockedBy, at: lockedAt })),
    approval: approvedBy && approvedAt ? { by: approvedBy, at: approvedAt } : null,
  };
}
