import { handle, type JobHandler, type JobRun } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import type { UpdateResult } from 'typeorm';
import { currentLetterhead } from '../letterhead/letterhead.ts';
import type { Renderer } from '../printing/render.ts';
import { ProgramVersionEntity } from '../program/program-version.entity.ts';
import { fileKey, mediaTypes } from './export-file.ts';
import { ProgramExportEntity, type ProgramExportRow } from './program-export.entity.ts';
import { exportProgram } from './request-export.ts';

/** Renders and stores a requested file. A run after a crash replaces the same file with the same bytes. */
export function handleExportProgram({ renderer, storage }: { renderer: Renderer; storage: Storage }): JobHandler {
  return handle(
    exportProgram,
    async ({ exportId }, { ctx, read, transact, isFinal, signal }) => {
      const printed = await read(async (db) => {
        const file = await db.findOneBy(ProgramExportEntity, { id: exportId, status: 'queued' });
        if (!file) return undefined;
        const { programId, documentVersion: number } = file;
        const version = await db
          .createQueryBuilder(ProgramVersionEntity, 'version')
          .addSelect('version.document')
          .where({ programId, number })
          .getOneOrFail();
        const { document, createdAt: date } = version;
        return (
          document && {
            file,
            document,
            date,
            letterhead: file.letterheadVersion > 0 ? (await currentLetterhead(db)).content : null,
          }
        );
      });
      if (!printed) return;
      try {
        const { file, document, date, letterhead } = printed;
        const { format, profile } = file;
        const { space, person } = ctx;
        const rendering = { format, profile, letterhead, document, date };
        const { bytes, missingCharacters } = await renderer.render(rendering, { space, person, signal });
        const key = fileKey(space, file);
        await storage.put(key, bytes, mediaTypes[format]);
        const { affected } = await end(transact, exportId, { status: 'ready', size: bytes.length, missingCharacters });
        if (affected) return;
        // Another run has ended it, or its programme is deleted and the other files were removed before this one was there.
        const isKnown = await read((db) => db.existsBy(ProgramExportEntity, { id: exportId }));
        if (!isKnown) await storage.delete(key);
      } catch (error) {
        if (isFinal(error)) await end(transact, exportId, failedExport);
        throw error;
      }
    },
    { giveUp: ({ exportId }, { transact }) => end(transact, exportId, failedExport) },
  );
}

const failedExport = { status: 'failed', failure: 'render' } as const;

function end(transact: JobRun['transact'], id: string, changes: Partial<ProgramExportRow>): Promise<UpdateResult> {
  return transact((db) => db.update(ProgramExportEntity, { id, status: 'queued' }, changes));
}
