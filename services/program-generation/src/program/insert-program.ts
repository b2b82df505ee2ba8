import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { EntityManager } from 'typeorm';
import { ProgramEntity, type ProgramRow } from './program.entity.ts';

type NewProgram = Pick<ProgramRow, 'request' | 'state'>;

/** A row that is not generated yet; for copies the document follows in the same transaction. */
export async function insertProgram(db: EntityManager, ctx: Context, owner: Actor, wanted: NewProgram): Promise<ProgramRow> {
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
