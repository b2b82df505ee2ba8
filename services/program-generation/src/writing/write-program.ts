import type { Context } from '@lyceum/common/context';
import { DomainError } from '@lyceum/common/errors';
import { modelBudgetExhausted } from '@lyceum/contracts/models/budget';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import type { PromptName } from '@lyceum/contracts/program-generation/prompt';
import type { Usage } from '@lyceum/llm/language-model';
import { ModelFailure } from '@lyceum/llm/model-failure';
import type { TaskModels } from '@lyceum/llm/task-models';
import type { z } from 'zod';
import { type PlannedModule, planHours } from '../hours/plan-hours.ts';
import type { TitleHead } from '../parts/requested-parts.ts';
import { fillPrompt } from '../prompts/prompt-text.ts';
import { askModel } from './ask-model.ts';
import { assembleProgram } from './assemble-program.ts';
import type { GenerationStep } from './generation-step.ts';
import { createNotice } from './notice.ts';
import { type Material, quoteMaterials } from './quote-materials.ts';
import { runAtMost } from './run-at-most.ts';
import { conditionsStep, noConditions } from './steps/conditions-step.ts';
import type { ModelStep } from './steps/model-step.ts';
import { type ModuleTexts, moduleAt, moduleStep, noModuleTexts } from './steps/module-step.ts';
import { questionsStep, type WrittenQuestion } from './steps/questions-step.ts';
import { skeletonStep } from './steps/skeleton-step.ts';

/** Steps that wait for a model at the same time; how many get one is the provider's limit. */
const concurrency = 4;

export interface CompletedStep {
  readonly key: string;
  readonly result: unknown;
  /** Null when the outline stands in. */
  readonly model: string | null;
  /** Of all questions it took. */
  readonly tokens: number;
}

/** Where the steps of one generation are kept, so that none is paid for twice. */
export interface StepStore {
  readonly done: readonly CompletedStep[];
  /** Tells people what it works at. Never rejects. */
  begin(step: GenerationStep): Promise<void>;
  /** `progress`: percent of all steps. */
  keep(step: CompletedStep, progress: number): Promise<void>;
}

export interface Writing {
  readonly request: ProgramRequest;
  readonly models: Pick<TaskModels, 'generateObject'>;
  /** Whether it may be written without a model when they fail. */
  readonly outline: boolean;
  /** Text of a prompt in the language of the programme. */
  readonly prompt: (name: PromptName) => string;
  readonly materials: readonly Material[];
  readonly letterhead: TitleHead | undefined;
  readonly stepStore: StepStore;
  readonly now: Context['now'];
  readonly signal: AbortSignal;
  /** Whether nobody tries again. */
  readonly lastAttempt: boolean;
  onUsage(usage: Usage): void;
}

/** Percent of the whole generation when the skeleton is there, and when all texts are. */
const progressAt = { skeleton: 5, texts: 85 } as const;

/**
 * Has models write the programme in small steps, each kept as soon as it is done, and assembles it. Undefined when the outline
 * has to compose it. Rejects with what keeps a step from being written; called again it goes on with the steps that miss.
 */
export async function writeProgram(writing: Writing): Promise<ProgramDocument | undefined> {
  const { request, stepStore, letterhead, now } = writing;
  const done = new Map(stepStore.done.map((step) => [step.key, step]));
  let stepsAfterSkeleton = Number.POSITIVE_INFINITY;

  /** What stands in for the step where no model can write it and the outline may is `fallback`; without it the step fails. */
  async function runStep<Answer extends z.ZodType, Result extends z.ZodType>(
    key: string,
    label: GenerationStep,
    step: ModelStep<Answer, Result>,
    { subject, fallback }: { subject: string; fallback?: z.output<Result> },
  ): Promise<z.output<Result>> {
    const kept = step.result.safeParse(done.get(key)?.result);
    if (kept.success) return kept.data;
    let tokens = 0;
    const onUsage = (usage: Usage) => {
      tokens += usage.inputTokens + usage.outputTokens;
      writing.onUsage(usage);
    };
    const writes = write(step, subject, { ...writing, onUsage }).catch((error: unknown) => {
      if (fallback === undefined || !canUseOutline(error, writing)) throw error;
      return { result: fallback, model: null };
    });
    // The model does not wait until people are told what it works at.
    const [written] = await Promise.all([writes, stepStore.begin(label)]);
    done.set(key, { key, ...written, tokens });
    const share = (done.size - 1) / stepsAfterSkeleton;
    const progress = progressAt.skeleton + Math.floor(share * (progressAt.texts - progressAt.skeleton));
    await stepStore.keep({ key, ...written, tokens }, progress);
    return written.result;
  }

  const subject = [request.title, ...request.topics].join(' ');
  const skeleton = await runStep('frame', { name: 'frame' }, skeletonStep(request), { subject }).catch((error: unknown) => {
    if (canUseOutline(error, writing) || (writing.outline && isBudgetExhausted(error))) return undefined;
    throw error;
  });
  // The outline knows its own skeleton best. Nothing is half done yet, so this also holds when the budget is used up.
  if (!skeleton) return undefined;

  const of = skeleton.modules.length;
  stepsAfterSkeleton = 2 * of + 1;
  const plan = planHours(request, skeleton.modules);
  const modules: ModuleTexts[] = [];
  const questions: WrittenQuestion[][] = [];
  let conditions = noConditions;

  const writeModule = async (module: PlannedModule, index: number) => {
    const place = { request, skeleton, index, plan: module };
    const { title, topics } = moduleAt(place);
    const about = [title, ...topics].join(' ');
    const number = index + 1;
    const texts = await runStep(`module:${number}`, { name: 'module', number, of }, moduleStep(place), {
      subject: about,
      fallback: noModuleTexts,
    });
    modules[index] = texts;
    const asked = await runStep(`questions:${number}`, { name: 'questions', number, of }, questionsStep(place, texts), {
      subject: about,
      fallback: { questions: [] },
    });
    questions[index] = asked.questions;
  };
  await runAtMost(concurrency, [
    ...plan.modules.map((module, index) => () => writeModule(module, index)),
    async () => {
      const step = conditionsStep({ request, skeleton, now });
      conditions = await runStep('conditions', { name: 'conditions' }, step, { subject, fallback: noConditions });
    },
  ]);
  const models = [...done.values()].map(({ model }) => model);
  const notice = createNotice({ language: request.language, models: uniqueNames(models), usedFallback: models.includes(null) });
  return assembleProgram({ skeleton, modules, questions, conditions }, { request, letterhead, notice });
}

function write<Answer extends z.ZodType, Result extends z.ZodType>(
  step: ModelStep<Answer, Result>,
  subject: string,
  { request, materials, prompt, models, signal, onUsage }: Writing,
) {
  const quoted = quoteMaterials(materials, subject, request.language);
  const messages = fillPrompt(prompt(step.prompt), { ...step.variables, materials: quoted });
  return askModel(step, { models, messages, signal, onUsage });
}

/** A failure that may pass is waited out while there are attempts: words of the outline for it would stay in the document. */
function canUseOutline(error: unknown, { outline, lastAttempt }: Writing): boolean {
  return outline && error instanceof ModelFailure && (lastAttempt || !error.passing);
}

export function isBudgetExhausted(error: unknown): boolean {
  return error instanceof DomainError && error.problem === modelBudgetExhausted;
}

/** Each once; null stands for the outline. */
function uniqueNames(models: readonly (string | null)[]): string[] {
  return [...new Set(models.filter((model) => model !== null))];
}
