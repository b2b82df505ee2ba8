import { defineJob, handle, type JobHandler, type JobRun } from '@lyceum/common/jobs';
import { ModelFailure } from '@lyceum/llm/model-failure';
import type { Models, TaskModels } from '@lyceum/llm/task-models';
import { type EntityManager, Not } from 'typeorm';
import { z } from 'zod';
import type { BasePrompts } from '../prompts/load-prompts.ts';
import { fillPrompt } from '../prompts/prompt-text.ts';
import { readPrompts } from '../prompts/prompts.ts';
import { explainFailure, NoModel, toGenerationFailure } from '../writing/generation-failure.ts';
import type { ModelStep } from '../writing/steps/model-step.ts';
import { notGiven } from '../writing/steps/request-words.ts';
import { PromptTrialEntity, type PromptTrialRow, type TrialSide } from './prompt-trial.entity.ts';
import { sampleStep } from './sample-step.ts';

export const tryPrompt = defineJob('program-generation.try-prompt', z.object({ trialId: z.uuid() }), {
  attempts: 3,
  backoffMs: 5_000,
});

/** Asks once with the current prompt and once with the candidate; a side that is done is not paid for again. */
export function handleTryPrompt({ models, prompts }: { models: Models; prompts: BasePrompts }): JobHandler {
  return handle(
    tryPrompt,
    async ({ trialId: id }, run) => {
      const { ctx, read, transact } = run;
      const change = (changes: { status: PromptTrialRow['status'] } | { current: TrialSide } | { candidate: TrialSide }) =>
        transact((db) => db.update(PromptTrialEntity, { id }, changes));
      const trial = await read((db) => db.findOneBy(PromptTrialEntity, { id }));
      if (!trial || trial.status === 'ready') return;
      await change({ status: 'running' });
      try {
        const { name, language, request, authorId: userId, authorRoles: roles } = trial;
        const current = await read((db) => readPrompts(db, prompts, language));
        const task = models.forCaller({ ...ctx, task: 'prompt-trial', userId, roles });
        const step = sampleStep(name, request, ctx.now());
        if (!trial.current) await change({ current: await ask(run, task, step, current(name)) });
        if (!trial.candidate) await change({ candidate: await ask(run, task, step, trial.text) });
        await change({ status: 'ready' });
      } catch (error) {
        if (run.isFinal(error)) await transact((db) => failTrial(db, id));
        throw error;
      }
    },
    { giveUp: ({ trialId }, { transact }) => transact((db) => failTrial(db, trialId)) },
  );
}

async function failTrial(db: EntityManager, id: string): Promise<void> {
  await db.update(PromptTrialEntity, { id, status: Not('ready') }, { status: 'failed' });
}

async function ask({ ctx, signal, lastAttempt }: JobRun, task: TaskModels, step: ModelStep, text: string): Promise<TrialSide> {
  const { language, variables, answer: schema, maxOutputTokens } = step;
  const messages = fillPrompt(text, { ...variables, materials: notGiven[language] });
  const startedAt = ctx.now().getTime();
  const filled = messages.map(({ content }) => content).join('\n\n---\n\n');
  const side = { text: filled, output: null, failure: null, model: null, tokens: 0 };
  const durationMs = () => ctx.now().getTime() - startedAt;
  try {
    if ((await task.getOrder()).names.length === 0) throw new NoModel();
    const { value, model, usage } = await task.generateObject(messages, schema, { signal, maxOutputTokens });
    const tokens = usage.inputTokens + usage.outputTokens;
    return { ...side, output: typeof value === 'object' ? value : null, model, tokens, durationMs: durationMs() };
  } catch (error) {
    signal.throwIfAborted();
    // The way to the models may be closed for a moment; every other failure is what the trial is to show.
    const isFinal = lastAttempt || (error instanceof ModelFailure && error.kind !== 'unavailable');
    const failure = toGenerationFailure(error, isFinal);
    if (!failure) throw error;
    const usage = error instanceof ModelFailure ? error.usage : undefined;
    const tokens = usage ? usage.inputTokens + usage.outputTokens : 0;
    return { ...side, failure: explainFailure(failure, language), tokens, durationMs: durationMs() };
  }
}
