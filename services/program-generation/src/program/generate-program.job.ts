import type { Context } from '@lyceum/common/context';
import { defineJob, handle, type JobHandler } from '@lyceum/common/jobs';
import { publish } from '@lyceum/common/outbox';
import type { Storage } from '@lyceum/common/storage';
import { type ProgramDocument, programFailed, programGenerated } from '@lyceum/contracts/program-generation';
import { type EntityManager, In } from 'typeorm';
import { z } from 'zod';
import type { Composer } from '../composer/composer.ts';
import type { Renderer } from '../document/create-renderer.ts';
import { ProgramEntity, type ProgramRow } from './program.entity.ts';
import { docxType, fileKey } from './program-file.ts';

/** Waits of 5 s, 10 s and so on: a backing server may be away for two minutes. */
export const generateProgram = defineJob('program-generation.generate-program', z.object({ programId: z.uuid() }), {
  attempts: 6,
  backoffMs: 5_000,
});

const failureReason = {
  en: 'The document could not be made after several attempts. Please order the programme again.',
  ru: 'Документ не удалось подготовить после нескольких попыток. Закажите программу ещё раз.',
};

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
      const document = await composer.compose(program, {
        signal,
        onProgress: (percent) => report(Math.round((percent * composed) / 100)),
      });
      const file = await renderer.render({ request: program, document, date: program.createdAt }, signal);
      await report(rendered);
      const fileVersion = program.fileVersion + 1;
      await storage.put(fileKey(ctx.space, { id: programId, fileVersion }), file, docxType);
      await transact((db) => finish(db, ctx, { program, document, fileVersion, composer }));
    } catch (error) {
      if (lastAttempt) await transact((db) => giveUp(db, ctx, program));
      throw error;
    }
  });
}

async function claim(db: EntityManager, ctx: Context, id: string): Promise<ProgramRow | null> {
  const claimed = await updateUnfinished(db, ctx, id, { status: 'generating' });
  return claimed ? db.findOneByOrFail(ProgramEntity, { id }) : null;
}

type Changes = Partial<
  Pick<ProgramRow, 'status' | 'progress' | 'composerName' | 'composerModel' | 'document' | 'fileVersion' | 'failure'>
>;

/** False when the programme is gone, or another run has ended it. */
async function updateUnfinished(db: EntityManager, ctx: Context, id: string, changes: Changes): Promise<boolean> {
  const { affected } = await db.update(
    ProgramEntity,
    { id, status: In(['queued', 'generating']) },
    { ...changes, updatedAt: ctx.now(), version: () => 'version + 1' },
  );
  return affected === 1;
}

interface Result {
  program: ProgramRow;
  document: ProgramDocument;
  fileVersion: number;
  composer: Composer;
}

async function finish(db: EntityManager, ctx: Context, { program, document, fileVersion, composer }: Result): Promise<void> {
  const { id: programId, ownerId, title, hours, language } = program;
  const composedBy = { name: composer.name, model: composer.model?.name ?? null };
  const ended = await updateUnfinished(db, ctx, programId, {
    status: 'ready',
    progress: 100,
    composerName: composedBy.name,
    composerModel: composedBy.model,
    document,
    fileVersion,
  });
  if (!ended) return;
  const occurredAt = ctx.now().toISOString();
  await publish(db, ctx, programGenerated, { programId, ownerId, title, hours, language, composer: composedBy, occurredAt });
}

async function giveUp(db: EntityManager, ctx: Context, { id: programId, ownerId, title, language }: ProgramRow): Promise<void> {
  const reason = failureReason[language];
  const ended = await updateUnfinished(db, ctx, programId, { status: 'failed', failure: reason });
  if (!ended) return;
  await publish(db, ctx, programFailed, { programId, ownerId, title, reason, occurredAt: ctx.now().toISOString() });
}
