import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { enqueue } from '@lyceum/common/outbox';
import type { ProgramRequest } from '@lyceum/contracts/program-generation';
import type { EntityManager } from 'typeorm';
import type { Composer } from '../composer/composer.ts';
import { generateProgram } from './generate-program.job.ts';
import { programNorms } from './norms.ts';
import { ProgramEntity, type ProgramRow } from './program.entity.ts';

interface Order {
  ownerId: string;
  request: ProgramRequest;
  composer: Composer;
}

/** Keeps the order and queues its generation. Fails with `program.too_few_hours` below the minimum of the kind. */
export async function createProgram(db: EntityManager, ctx: Context, { ownerId, request, composer }: Order): Promise<ProgramRow> {
  const { minimumHours } = programNorms[request.kind];
  if (minimumHours !== null && request.hours < minimumHours) {
    const message = {
      en: `At least ${minimumHours} academic hours are needed.`,
      ru: `Требуется не менее ${minimumHours} академических часов.`,
    }[ctx.locale];
    throw fail('program.too_few_hours', { detail: message, errors: [{ pointer: '/body/hours', message }] });
  }
  const now = ctx.now();
  const program: ProgramRow = {
    ...request,
    id: newId(),
    ownerId,
    status: 'queued',
    progress: 0,
    composerName: composer.name,
    composerModel: composer.model?.name ?? null,
    document: null,
    fileVersion: 0,
    failure: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  await db.insert(ProgramEntity, program);
  await enqueue(db, ctx, generateProgram, { programId: program.id });
  return program;
}
