import type { Context } from '@lyceum/common/context';
import { enqueue } from '@lyceum/common/outbox';
import type { EntityManager } from 'typeorm';
import { deleteFiles } from '../files/delete-files.job.ts';
import type { ProgramRow } from '../program/program.entity.ts';
import { fileKey } from './export-file.ts';
import { ProgramExportEntity } from './program-export.entity.ts';

/** Has all files of a programme removed that is deleted in this transaction. */
export async function deleteExports(db: EntityManager, ctx: Context, { id: programId }: ProgramRow): Promise<void> {
  const files = await db.findBy(ProgramExportEntity, { programId });
  if (files.length > 0) await enqueue(db, ctx, deleteFiles, { keys: files.map((file) => fileKey(ctx.space, file)) });
}
