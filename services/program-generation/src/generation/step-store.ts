import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { JobRun } from '@lyceum/common/jobs';
import type { Usage } from '@lyceum/llm/language-model';
import { type EntityManager, Not } from 'typeorm';
import { ProgramEntity } from '../program/program.entity.ts';
import type { CompletedStep, StepStore } from '../writing/write-program.ts';
import { changeGeneration, isActiveRun, lockForRun, type Run, RunSuperseded } from './program-run.ts';
import { ProgramStepEntity } from './program-step.entity.ts';

/** Keeps steps in the database as they get done, and tells people how far it is. */
export interface StoredSteps extends StepStore {
  onUsage(usage: Usage): void;
  /** Tokens used by questions of steps that are not done. */
  readonly unsavedTokens: number;
}

export function createStepStore(
  run: Run,
  done: readonly CompletedStep[],
  { ctx, transact }: Pick<JobRun, 'ctx' | 'transact'>,
): StoredSteps {
  let unsavedTokens = 0;
  return {
    done,
    get unsavedTokens() {
      return unsavedTokens;
    },
    onUsage({ inputTokens, outputTokens }) {
      unsavedTokens += inputTokens + outputTokens;
    },
    async begin(step) {
      const tell = transact(async (db) => {
        const { id } = await lockForRun(db, run);
        await changeGeneration(db, ctx, { id }, { step });
      });
      // Whether the run still has the programme shows when the step is kept.
      await tell.catch(() => undefined);
    },
    async keep(step, progress) {
      const isHeld = await transact((db) => keepStep(db, ctx, run, { step, progress }));
      unsavedTokens -= step.tokens;
      if (!isHeld) throw new RunSuperseded();
    },
  };
}

/** Also a run that has lost the programme leaves what was paid for, but over nothing that others have kept. False for such a run. */
async function keepStep(
  db: EntityManager,
  ctx: Context,
  run: Run,
  { step, progress }: { step: CompletedStep; progress: number },
): Promise<boolean> {
  const { programId } = run;
  const program = await db.findOne(ProgramEntity, {
    where: { id: programId, state: Not('ready') },
    lock: { mode: 'pessimistic_write' },
  });
  if (!program) return false;
  const isHeld = await isActiveRun(db, run, program);
  const { key, result, model, tokens } = step;
  const row = { result: result ?? {}, model, tokens, createdAt: ctx.now() };
  const known = await db.findOneBy(ProgramStepEntity, { programId, key });
  if (!known) await db.insert(ProgramStepEntity, { id: newId(), programId, key, ...row });
  // One that an earlier version of the platform kept gives way.
  else if (isHeld) await db.update(ProgramStepEntity, { id: known.id }, row);
  const { models } = program;
  await changeGeneration(
    db,
    ctx,
    { id: programId },
    {
      // Steps end in any order.
      progress: Math.max(program.progress, progress),
      tokens: program.tokens + tokens,
      models: model === null || models.includes(model) ? models : [...models, model],
    },
  );
  return isHeld;
}

export async function findSteps(db: EntityManager, programId: string): Promise<CompletedStep[]> {
  return db.find(ProgramStepEntity, { where: { programId }, order: { createdAt: 'ASC' } });
}
