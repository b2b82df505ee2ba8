import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { defineJob, handle, type JobHandler } from '@lyceum/common/jobs';
import { publish } from '@lyceum/common/outbox';
import type { Storage } from '@lyceum/common/storage';
import type { ProgramDocument } from '@lyceum/contracts/program-document';
import { programFailed, programGenerated } from '@lyceum/contracts/program-generation';
import { type EntityManager, In } from 'typeorm';
import { z } from 'zod';
import type { Composer } from '../composer/composer.ts';
import type { Renderer } from '../document/create-renderer.ts';
import { fileKey, mediaTypes } from '../export/export-file.ts';
import { ProgramExportEntity, type ProgramExportRow } from '../export/program-export.entity.ts';
import { ProgramEntity, type ProgramRow } from '../program/program.entity.ts';
import { saveDocument } from '../program/save-document.ts';
import { describeFailure } from './generation-failure.ts';

/** Waits of 5 s, 10 s and so on: a backing server may be away for two minutes. */
export const generateProgram = defineJob('program-generation.generate-program', z.object({ programId: z.uuid() }), {
  attempts: 6,
  backoffMs: 5_000,
});

/** Percent of the whole when the composer has ended, and when the file is rendered. */
const composed = 80;
const rendered = 90;

interface GenerationParts {
  composer: Composer;
  renderer: Renderer;
  storage: Storage;
}

/**
 * Composes, renders, stores, then tells. A run after a crash begins again and replaces the same file with the same bytes,
 * because they depend on the order alone; only the run that finds the programme unfinished ends it, so it is told once.
 */
export function handleGenerateProgram({ composer, renderer, storage }: GenerationParts): JobHandler {
  return handle(generateProgram, async ({ programId }, { ctx, lastAttempt, signal, transact }) => {
    const program = await transact((db) => claim(db, ctx, programId));
    if (!program) return;
    const report = async (progress: number) => {
      await transact((db) => updateUnfinished(db, ctx, programId, { progress }));
    };
    try {
      const document = await composer.compose(program.request, {
        signal,
        onProgress: (percent) => report(Math.round((percent * composed) / 100)),
      });
      const file: ProgramExportRow = { ...firstExport(program), createdAt: ctx.now() };
      const { format, profile } = file;
      const bytes = await renderer.render({ format, profile, letterhead: null, document, date: program.createdAt }, signal);
      await report(rendered);
      await storage.put(fileKey(ctx.space, file), bytes, mediaTypes[format]);
      await transact((db) => finish(db, ctx, programId, { document, file: { ...file, size: bytes.length } }));
    } catch (error) {
      if (lastAttempt) await transact((db) => giveUp(db, ctx, program));
      throw error;
    }
  });
}

function firstExport(program: ProgramRow) {
  return {
    id: newId(),
    programId: program.id,
    documentVersion: program.documentVersion + 1,
    letterheadVersion: 0,
    format: 'docx',
    profile: 'gost-7.32',
    status: 'ready',
    failure: null,
    size: null,
  } as const;
}

async function claim(db: EntityManager, ctx: Context, id: string): Promise<ProgramRow | null> {
  const claimed = await updateUnfinished(db, ctx, id, { state: 'generating' });
  return claimed ? db.findOneByOrFail(ProgramEntity, { id }) : null;
}

type Changes = Partial<Pick<ProgramRow, 'state' | 'progress' | 'step' | 'failure'>>;

/** False when the programme is gone, or another run has ended it. */
async function updateUnfinished(db: EntityManager, ctx: Context, id: string, changes: Changes): Promise<boolean> {
  const { affected } = await db.update(
    ProgramEntity,
    { id, state: In(['queued', 'generating']) },
    { ...changes, updatedAt: ctx.now(), version: () => 'version + 1' },
  );
  return affected === 1;
}

interface Result {
  document: ProgramDocument;
  file: ProgramExportRow;
}

async function finish(db: EntityManager, ctx: Context, programId: string, { document, file }: Result): Promise<void> {
  const program = await db.findOne(ProgramEntity, {
    where: { id: programId, state: 'generating' },
    lock: { mode: 'pessimistic_write' },
  });
  if (!program) return;
  const { ownerId, title, hours, language, models } = program;
  const also = { state: 'ready', progress: 100, step: null, failure: null } as const;
  await saveDocument(db, ctx, program, document, { authorId: ownerId, reason: 'generated', also });
  await db.insert(ProgramExportEntity, file);
  const occurredAt = ctx.now().toISOString();
  await publish(db, ctx, programGenerated, { programId, ownerId, title, hours, language, models, occurredAt });
}

async function giveUp(db: EntityManager, ctx: Context, { id: programId, ownerId, title, language }: ProgramRow): Promise<void> {
  const failure = { code: 'internal' } as const;
  const ended = await updateUnfinished(db, ctx, programId, { state: 'failed', failure });
  if (!ended) return;
  const reason = describeFailure(failure, language).message;
  await publish(db, ctx, programFailed, { programId, ownerId, title, reason, occurredAt: ctx.now().toISOString() });
}
