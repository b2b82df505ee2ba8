import type { Actor } from '@lyceum/common/auth';
import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pages';
import type { Storage } from '@lyceum/common/storage';
import * as contract from '@lyceum/contracts/program-generation';
import type { EntityManager } from 'typeorm';
import type { Composer } from '../composer/composer.ts';
import { createProgram } from './create-program.ts';
import { ProgramEntity, type ProgramRow } from './program.entity.ts';
import { fileKey, fileName } from './program-file.ts';

/** How long an address of a file works, in seconds. */
const addressLifetime = 300;

export function programRoutes({ composer, storage }: { composer: Composer; storage: Storage }) {
  return [
    route(contract.createProgram, { access: 'programs.create' }, async ({ db, ctx, actor, body }) =>
      presentProgram(await createProgram(db, ctx, { ownerId: actor.id, request: body, composer })),
    ),

    route(contract.listPrograms, { access: 'programs.read-own' }, async ({ db, actor, query }) => {
      const { status, kind } = query;
      const programs = db.createQueryBuilder(ProgramEntity, 'program');
      if (!actor.can('programs.read-any')) programs.andWhere('program.ownerId = :ownerId', { ownerId: actor.id });
      if (status) programs.andWhere('program.status = :status', { status });
      if (kind) programs.andWhere('program.kind = :kind', { kind });
      const { rows, nextCursor } = await findPage(programs, query, { property: 'createdAt', direction: 'DESC' });
      return { items: rows.map(presentListItem), nextCursor };
    }),

    route(contract.getProgram, { access: 'programs.read-own' }, async ({ db, actor, params }) =>
      presentProgram(await getProgram(db, actor, params.programId)),
    ),

    route(contract.exportProgram, { access: 'programs.read-own' }, async ({ db, ctx, actor, params }) => {
      const program = await getProgram(db, actor, params.programId);
      if (program.status !== 'ready') throw fail('program.not_ready');
      return { location: await storage.presignGet(fileKey(ctx.space, program), addressLifetime, fileName(program)) };
    }),
  ];
}

/** Somebody else's programme does not exist for those who may not read any. */
async function getProgram(db: EntityManager, actor: Actor, id: string): Promise<ProgramRow> {
  const program = await db
    .createQueryBuilder(ProgramEntity, 'program')
    .addSelect('program.document')
    .where('program.id = :id', { id })
    .getOne();
  if (!program || (program.ownerId !== actor.id && !actor.can('programs.read-any'))) throw fail('program.not_found');
  return program;
}

function presentListItem(program: ProgramRow): contract.ProgramListItem {
  return {
    ...program,
    composer: { name: program.composerName, model: program.composerModel },
    createdAt: program.createdAt.toISOString(),
    updatedAt: program.updatedAt.toISOString(),
  };
}

function presentProgram(program: ProgramRow): contract.Program {
  return { ...presentListItem(program), document: program.document ?? null };
}
