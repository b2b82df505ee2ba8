import type { Actor } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { requireVersion } from '@lyceum/common/http';
import { programNotFound, programNotReady, programs, programWrongStatus } from '@lyceum/contracts/program-generation/program';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { EntityManager } from 'typeorm';
import { ProgramEntity, type ProgramRow } from './program.entity.ts';

export type ReadyProgram = ProgramRow & { document: ProgramDocument };

interface Purpose {
  /** Somebody else's programme does not exist for those who may neither read nor change any. */
  readonly to: 'read' | 'update';
  /** Keeps others from changing it until the transaction ends. */
  readonly lock?: boolean;
}

/** A programme, its document left aside until access is decided: see `loadDocument`. Fails with `program.not_found`. */
export async function findProgram(db: EntityManager, actor: Actor, id: string, { to, lock }: Purpose): Promise<ProgramRow> {
  const query = db.createQueryBuilder(ProgramEntity, 'program').where({ id });
  if (lock) query.setLock('pessimistic_write');
  const program = await query.getOne();
  const any = to === 'read' ? programs.readAny : programs.updateAny;
  if (!program || (program.ownerId !== actor.id && !actor.can(any))) throw fail(programNotFound);
  return program;
}

/** A programme to be changed, and by nobody else at the same time. Fails with `program.not_found` and `precondition.failed`. */
export async function lockProgram(
  db: EntityManager,
  actor: Actor,
  id: string,
  ifMatch: readonly number[] | undefined,
): Promise<ProgramRow> {
  const program = await findProgram(db, actor, id, { to: 'update', lock: true });
  requireVersion(program.version, ifMatch);
  return program;
}

/** Fails with `program.wrong_status`. */
export function requireStatus({ status }: ProgramRow, ...allowed: ProgramRow['status'][]): void {
  if (!allowed.includes(status)) throw fail(programWrongStatus);
}

/** Fails with `program.not_ready` while there is no document. */
export function requireReady({ state }: ProgramRow): void {
  if (state !== 'ready') throw fail(programNotReady);
}

/**
 * A programme that was found before, as it is now: the document and what is said of it belong together. Fails with
 * `program.not_ready`, and with `program.not_found` when it is deleted meanwhile.
 */
export async function loadDocument(db: EntityManager, program: ProgramRow): Promise<ReadyProgram> {
  requireReady(program);
  const { id } = program;
  const now = await db.createQueryBuilder(ProgramEntity, 'program').addSelect('program.document').where({ id }).getOne();
  if (!now?.document) throw fail(programNotFound);
  return { ...now, document: now.document };
}
