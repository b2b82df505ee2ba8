import type { Context } from '@lyceum/common/context';
import type { JobRun } from '@lyceum/common/jobs';
import type { Usage } from '@lyceum/llm/language-model';
import type { EntityManager } from 'typeorm';
import type { DoneStep, StepKeeper } from '../writing/write-program.ts';
import { changeGeneration, holdProgram, type Run } from './program-run.ts';
import { ProgramStepEntity } from './program-step.entity.ts';

/** Keeps steps in the database as they get done, and tells people how far it is. */
export interface KeptSteps extends StepKeeper {
  onUsage(usage: Usage): void;
  /** Tokens used by questions of steps that are not done. */
  readonly unsavedTokens: number;
}

export function createStepKeeper(
  run: Run,
  done: readonly DoneStep[],
  { ctx, transact }: Pick<JobRun, 'ctx' | 'transact'>,
): KeptSteps {
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
      await transact(async (db) => {
        const { id } = await holdProgram(db, run);
        await changeGeneration(db, ctx, { id }, { step });
      });
    },
    async keep(step, progress) {
      await transact((db) => keepStep(db, ctx, run, { step, progress }));
      unsavedTokens -= step.tokens;
    },
  };
}

async function keepStep(
  db: EntityManager,
  ctx: Context,
  run: Run,
  { step, progress }: { step: DoneStep; progress: number },
): Promise<void> {
  const { id: programId, models, ...program } = await holdProgram(db, run);
  const { key, result, model, tokens } = step;
  // One that an earlier version of the platform kept gives way.
  const row = { programId, key, result: result ?? {}, model, tokens, createdAt: ctx.now() };
  await db.upsert(ProgramStepEntity, row, ['programId', 'key']);
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
}

export async function findSteps(db: EntityManager, programId: string): Promise<DoneStep[]> {
  return db.find(ProgramStepEntity, { where: { programId }, order: { createdAt: 'ASC' } });
}
