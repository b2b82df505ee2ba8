import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { programTooFewHours } from '@lyceum/contracts/program-generation/program';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import type { EntityManager } from 'typeorm';
import { requireAttachments } from '../attachments/require-attachments.ts';
import { norms } from '../norms/norms.ts';
import { insertProgram } from '../program/insert-program.ts';
import type { ProgramRow } from '../program/program.entity.ts';
import { indexProgram } from '../program/program-search.ts';
import { queueGeneration } from './queue-generation.ts';

/**
 * Stores the request and queues its generation. Fails with `program.too_few_hours` below the minimum of the kind, and as
 * `requireAttachments` does.
 */
export async function requestProgram(
  db: EntityManager,
  ctx: Context,
  owner: Actor,
  request: ProgramRequest,
): Promise<ProgramRow> {
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
