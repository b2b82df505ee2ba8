import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { handle, type JobHandler, type JobRun } from '@lyceum/common/jobs';
import { publish } from '@lyceum/common/outbox';
import type { Storage } from '@lyceum/common/storage';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { programGenerated } from '@lyceum/contracts/program-generation/generation';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { Models } from '@lyceum/llm/task-models';
import type { EntityManager } from 'typeorm';
import { readMaterials } from '../attachments/read-materials.ts';
import { fileKey, mediaTypes } from '../exports/export-file.ts';
import { ProgramExportEntity, type ProgramExportRow } from '../exports/program-export.entity.ts';
import { currentLetterhead } from '../letterhead/letterhead.ts';
import type { Renderer } from '../printing/render.ts';
import type { ProgramRow } from '../program/program.entity.ts';
import { saveDocument } from '../program/save-document.ts';
import type { BasePrompts } from '../prompts/load-prompts.ts';
import { readPrompts } from '../prompts/prompts.ts';
import { checkDocument } from '../rules/check-program.ts';
import { addAttachedSources } from '../writing/attached-sources.ts';
import { NoModel, toGenerationFailure } from '../writing/generation-failure.ts';
import { composeOutline } from '../writing/outline/compose-outline.ts';
import { type Writing, writeProgram } from '../writing/write-program.ts';
import { failGeneration, giveUpGeneration } from './end-generation.ts';
import { programReadyMail } from './program-ready.mail.ts';
import { ProgramRunEntity } from './program-run.entity.ts';
import { changeGeneration, claimRun, lockForRun, type Run, RunSuperseded, watchRun } from './program-run.ts';
import { ProgramStepEntity } from './program-step.entity.ts';
import { generateProgram, queueGeneration } from './queue-generation.ts';
import { createStepStore, findSteps, type StoredSteps } from './step-store.ts';

/** Percent of the whole when the document is there, and when its file is. */
const progressAt = { document: 90, file: 95 } as const;

export interface GenerationDeps {
  readonly models: Models;
  readonly prompts: BasePrompts;
  readonly renderer: Renderer;
  readonly storage: Storage;
}

/** What a run starts from. */
interface Claimed extends Pick<Writing, 'prompt' | 'materials' | 'letterhead'> {
  readonly run: Run;
  readonly program: ProgramRow;
  readonly stepStore: StoredSteps;
}

/**
 * Writes, renders, stores, then tells. A run after a crash goes on with the steps that are not kept yet; only the run that holds
 * the programme ends it, so it is told once.
 */
export function handleGenerateProgram(deps: GenerationDeps): JobHandler {
  return handle(
    generateProgram,
    async ({ programId }, job) => {
      try {
        const claimed = await job.transact((db) => claim(db, deps, job, programId));
        if (claimed) await generate(deps, job, claimed);
      } catch (error) {
        // Cancelled, deleted or somebody else's by now: nothing is left to do here.
        if (!(error instanceof RunSuperseded)) throw error;
      }
    },
    {
      giveUp: ({ programId }, { id: jobId, ctx, transact }) => transact((db) => giveUpGeneration(db, ctx, { programId, jobId })),
    },
  );
}

async function claim(db: EntityManager, deps: GenerationDeps, job: JobRun, programId: string): Promise<Claimed | null> {
  const claimed = await claimRun(db, job.ctx, { programId, jobId: job.id });
  if (!claimed) return null;
  const { language, attachments } = claimed.program.request;
  return {
    ...claimed,
    prompt: await readPrompts(db, deps.prompts, language),
    materials: await readMaterials(db, attachments),
    letterhead: (await currentLetterhead(db)).content,
    stepStore: createStepStore(claimed.run, await findSteps(db, programId), job),
  };
}

async function generate(deps: GenerationDeps, job: JobRun, claimed: Claimed): Promise<void> {
  const { ctx, transact } = job;
  const { run, program, stepStore } = claimed;
  const watch = watchRun(run, job);
  const signal = AbortSignal.any([job.signal, watch.signal]);
  try {
    const document = await compose(deps.models, { ...job, signal }, claimed);
    await transact((db) => step(db, ctx, run, { progress: progressAt.document, step: { name: 'file' } }));
    const file = await makeFile(deps, { ctx, signal }, program, document);
    await transact((db) => step(db, ctx, run, { progress: progressAt.file }));
    await transact((db) => finish(db, ctx, run, { document, file })).catch(async (error: unknown) => {
      // Nobody knows of the file of a programme that is gone.
      if (error instanceof RunSuperseded) await deps.storage.delete(fileKey(ctx.space, file));
      throw error;
    });
  } catch (error) {
    if (watch.signal.aborted) throw watch.signal.reason;
    const failure = job.signal.aborted ? undefined : toGenerationFailure(error, job.isFinal(error));
    await transact(async (db) => {
      const held = await lockForRun(db, run);
      const tokens = held.tokens + stepStore.unsavedTokens;
      await changeGeneration(db, ctx, { id: held.id }, { tokens, ...(job.signal.aborted && { state: 'queued' }) });
      // A process that stops is no failure of the generation and takes none of its attempts.
      if (job.signal.aborted) await queueGeneration(db, ctx, held.id);
      else if (failure) await failGeneration(db, ctx, held, failure);
    });
    if (!job.signal.aborted && (!failure || failure.code === 'internal')) throw error;
  } finally {
    await watch.stop();
  }
}

async function compose(models: Models, job: JobRun, claimed: Claimed): Promise<ProgramDocument> {
  const { signal, ctx, lastAttempt } = job;
  const { program, stepStore, letterhead, materials } = claimed;
  const { request, ownerId: userId, ownerRoles: roles } = program;
  const task = models.forCaller({ ...ctx, task: 'program', userId, roles });
  const { names, outline } = await task.getOrder();
  if (names.length === 0 && !outline) throw new NoModel();
  const { onUsage } = stepStore;
  const writing = { ...claimed, request, models: task, outline, now: ctx.now, signal, lastAttempt, onUsage };
  const written = names.length > 0 ? await writeProgram(writing) : undefined;
  const document = written ?? composeOutline(request, letterhead);
  return addAttachedSources(document, materials);
}

async function makeFile(
  { renderer, storage }: GenerationDeps,
  { ctx, signal }: Pick<JobRun, 'ctx' | 'signal'>,
  { id: programId, documentVersion, createdAt: date }: ProgramRow,
  document: ProgramDocument,
): Promise<ProgramExportRow> {
  const variant = { format: 'docx', profile: 'gost-7.32' } as const;
  const { space, person } = ctx;
  const rendering = { ...variant, letterhead: null, document, date };
  const { bytes, missingCharacters } = await renderer.render(rendering, { space, person, signal });
  const file: ProgramExportRow = {
    ...variant,
    id: newId(),
    programId,
    documentVersion: documentVersion + 1,
    letterheadVersion: 0,
    status: 'ready',
    failure: null,
    size: bytes.length,
    missingCharacters,
    createdAt: ctx.now(),
  };
  await storage.put(fileKey(ctx.space, file), bytes, mediaTypes[file.format]);
  return file;
}

async function step(
  db: EntityManager,
  ctx: Context,
  run: Run,
  changes: Partial<Pick<ProgramRow, 'progress' | 'step'>>,
): Promise<void> {
  const { id } = await lockForRun(db, run);
  await changeGeneration(db, ctx, { id }, changes);
}

interface Result {
  readonly document: ProgramDocument;
  readonly file: ProgramExportRow;
}

async function finish(db: EntityManager, ctx: Context, run: Run, { document, file }: Result): Promise<void> {
  const program = await lockForRun(db, run);
  const { id: programId, ownerId, title, hours, language, models } = program;
  const programChanges = { state: 'ready', progress: 100, step: null, failure: null } as const;
  await saveDocument(db, ctx, program, checkDocument(document, ctx.now()), {
    authorId: ownerId,
    reason: 'generated',
    programChanges,
  });
  await db.insert(ProgramExportEntity, file);
  await db.delete(ProgramStepEntity, { programId });
  await db.delete(ProgramRunEntity, { programId });
  const occurredAt = ctx.now();
  await publish(db, ctx, mailRequested, programReadyMail({ accountId: ownerId, data: { programId, title, hours, models } }));
  await publish(db, ctx, programGenerated, { programId, ownerId, title, hours, language, models, occurredAt });
}
