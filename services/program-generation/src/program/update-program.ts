import type { Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import { ProgramEntity, type ProgramRow } from './program.entity.ts';

type Changes = Partial<Pick<ProgramRow, 'status' | 'submittedBy' | 'approvedBy' | 'approvedAt'>>;

/** Everything that readers of a programme see change raises its version. The caller holds the row lock. */
export async function updateProgram<Program extends ProgramRow>(
  db: EntityManager,
  ctx: Context,
  program: Program,
  changes: Changes = {},
): Promise<Program> {
  const all = { ...changes, updatedAt: ctx.now(), version: program.version + 1 };
  await db.update(ProgramEntity, { id: program.id }, all);
  return { ...program, ...all };
}
