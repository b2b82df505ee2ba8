import type { Actor } from '@lyceum/common/auth';
import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { programTooFewHours } from '@lyceum/contracts/program-generation/program';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import type { EntityManager } from 'typeorm';
import { requireAttachments } from '../attachments/require-attachments.ts';
import { queueGeneration } from '../generation/queue-generation.ts';
import { norms } from '../norms/norms.ts';
import { ProgramEntity, type ProgramRow } from './program.entity.ts';
import { indexProgram } from './program-search.ts';

type Wanted = Pick<ProgramRow, 'request' | 'state'>;

/** A row that is not generated yet; for copies the document follows in the same transaction. */
export async function insertProgram(db: EntityManager, ctx: Context, owner: Actor, wanted: Wanted): Promise<ProgramRow> {
  const { title, kind, audience, level, hours, language } = wanted.request;
  const now = ctx.now();
  const program: ProgramRow = {
    ...wanted,
    id: newId(),
    ownerId: owner.id,
    ownerRoles: [...owner.roles],
    title,
    kind,
    audience,
    level,
    hours,
    language,
    status: 'draft',
    progress: 0,
    step: null,
    failure: null,
    models: [],
    tokens: 0,
    document: null,
    documentVersion: 0,
    errors: 0,
    warnings: 0,
    submittedBy: null,
    approvedBy: null,
    approvedAt: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  await db.insert(ProgramEntity, program);
  return program;
}

/**
 * Keeps the order and queues its generation. Fails with `program.too_few_hours` below the minimum of the kind, and as
 * `requireAttachments` does.
 */
export async function createProgram(db: EntityManager, ctx: Context, owner: Actor, request: ProgramRequest): Promise<ProgramRow> {
  const { minimumHours } = norms.kinds[request.kind];
  if (minimumHours !== null && request.hours < minimumHours) {
    const message = {
      en: `At least ${minimumHours} academic hours are needed.`,
      ru: `Требуется не менее ${minimumHours} академических часов.`,
    }[ctx.locale];
    throw fail(programTooFewHours, { detail: message, errors: [{ pointer: '/body/hours', message }] });
  }
  await requireAttachments(db, owner, request.attachments);
  const program = await insertProgram(db, ctx, owner, { request, state: 'queued' });
  await indexProgram(db, program.id, [request.title, request.audience, ...request.topics].join('\n'));
  await queueGeneration(db, ctx, program.id);
  return program;
}
