import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Message, Usage } from '@lyceum/llm/language-model';
import { ModelFailure } from '@lyceum/llm/model-failure';
import type { TaskModels } from '@lyceum/llm/task-models';
import type { z } from 'zod';
import type { ModelStep } from './steps/model-step.ts';

/** The first answer and two that mend it. */
const maxAsks = 3;

/** Programmes are to be sound rather than surprising. */
const temperature = 0.3;

export interface Written<Result> {
  readonly result: Result;
  /** `<provider>/<model>` */
  readonly model: string;
}

interface Asking {
  readonly models: Pick<TaskModels, 'generateObject'>;
  readonly messages: readonly Message[];
  readonly signal: AbortSignal;
  /** Told of everything that was paid for, whatever came of it. */
  onUsage(usage: Usage): void;
}

/**
 * Asks, tells the model what is wrong with its answer, and takes the answer with the fewest faults, which the step has mended.
 * Once there is one, no failure of a later question throws it away. Rejects as the models do, with `invalid-answer` when no
 * answer was of use.
 */
export async function askModel<Answer extends z.ZodType, Result extends z.ZodType>(
  step: ModelStep<Answer, Result>,
  { models, messages, signal, onUsage }: Asking,
): Promise<Written<z.output<Result>>> {
  const { language, answer: schema, maxOutputTokens } = step;
  let best: (Written<z.output<Result>> & { readonly faults: number }) | undefined;
  let failure: unknown;
  let correction: readonly Message[] = [];
  for (let ask = 1; ask <= maxAsks; ask += 1) {
    try {
      const options = { signal, maxOutputTokens, temperature };
      const { value, model, usage } = await models.generateObject([...messages, ...correction], schema, options);
      onUsage(usage);
      const { result, findings } = step.read(value);
      if (result !== null && (!best || findings.length < best.faults)) best = { result, model, faults: findings.length };
      if (best?.faults === 0) break;
      failure = new ModelFailure('invalid-answer', { model, message: findings.join(' ') });
      correction = [
        { role: 'assistant', content: JSON.stringify(value) },
        { role: 'user', content: `${words.mend[language]}\n${findings.map((finding) => `- ${finding}`).join('\n')}` },
      ];
    } catch (error) {
      failure = error;
      if (error instanceof ModelFailure && error.usage) onUsage(error.usage);
      const reason = error instanceof ModelFailure ? error.kind : undefined;
      if (reason !== 'invalid-answer' && reason !== 'length') break;
      correction = [{ role: 'user', content: words[reason][language] }];
    }
  }
  if (!best) throw failure;
  return best;
}

const words: Readonly<Record<'mend' | 'invalid-answer' | 'length', Readonly<Record<Locale, string>>>> = {
  mend: {
    ru: 'В ответе есть ошибки. Пришли весь ответ заново, исправив их:',
    en: 'The answer has faults. Send the whole answer again with these mended:',
  },
  'invalid-answer': {
    ru: 'Прошлый ответ не соответствовал схеме. Ответь одним объектом JSON по схеме, без пояснений и разметки.',
    en: 'The last answer did not match the schema. Answer with one JSON object by the schema, without comments or markup.',
  },
  length: {
    ru: 'Прошлый ответ не поместился и был оборван. Ответь короче: меньше пунктов, короткие формулировки.',
    en: 'The last answer was too long and was cut off. Be shorter: fewer entries, brief wording.',
  },
};
