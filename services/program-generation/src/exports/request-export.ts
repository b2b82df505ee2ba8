import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { defineJob } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { ExportFile } from '@lyceum/contracts/program-generation/export';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { requireRoom, type StorageQuota } from '../files/storage-quota.ts';
import { currentLetterhead } from '../letterhead/letterhead.ts';
import type { ProgramRow } from '../program/program.entity.ts';
import { ProgramExportEntity, type ProgramExportRow } from './program-export.entity.ts';

export const exportProgram = defineJob('program-generation.export-program', z.object({ exportId: z.uuid() }), {
  attempts: 4,
  backoffMs: 2_000,
  places: { perProcess: 4, perPerson: 1 },
});

export type ExportOptions = Pick<ExportFile, 'format' | 'profile' | 'letterhead'>;

/** The file of the current document and letterhead, if it was ordered before. */
export async function findExport(
  db: EntityManager,
  program: ProgramRow,
  options: ExportOptions,
): Promise<ProgramExportRow | null> {
  return db.findOneBy(ProgramExportEntity, await getIdentity(db, program, options));
}

/** How large a file becomes shows only when it is made. */
const minSize = 1;

/**
 * Orders a file, unless it is there or on its way. The caller holds the programme's row lock. Fails with `storage.quota_exceeded`
 * when there is no room left.
 */
export async function requestExport(
  db: EntityManager,
  ctx: Context,
  quota: StorageQuota,
  program: ProgramRow,
  options: ExportOptions,
): Promise<ProgramExportRow> {
  const identity = await getIdentity(db, program, options);
  const known = await db.findOneBy(ProgramExportEntity, identity);
  if (known && known.status !== 'failed') return known;
  await requireRoom(db, ctx, quota, program.ownerId, minSize);
  const file: ProgramExportRow = known
    ? { ...known, status: 'queued', failure: null }
    : { ...identity, id: newId(), status: 'queued', failure: null, size: null, missingCharacters: [], createdAt: ctx.now() };
  await db.save(ProgramExportEntity, file);
  await enqueue(db, ctx, exportProgram, { exportId: file.id });
  return file;
}

async function getIdentity(
  db: EntityManager,
  { id, documentVersion }: ProgramRow,
  { format, profile, letterhead }: ExportOptions,
) {
  const letterheadVersion = letterhead ? (await currentLetterhead(db)).version : 0;
  return { programId: id, documentVersion, letterheadVersion, format, profile };
}
