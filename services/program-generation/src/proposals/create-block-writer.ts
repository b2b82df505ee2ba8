import type { Models } from '@lyceum/llm/task-models';
import { readMaterials } from '../attachments/read-materials.ts';
import type { BasePrompts } from '../prompts/load-prompts.ts';
import { fillPrompt } from '../prompts/prompt-text.ts';
import { readPrompts } from '../prompts/prompts.ts';
import { askModel } from '../writing/ask-model.ts';
import { blockStep } from '../writing/blocks/block-step.ts';
import { NoModel } from '../writing/generation-failure.ts';
import { quoteMaterials } from '../writing/quote-materials.ts';
import type { BlockWriter } from './block-writer.ts';

interface BlockWriterDeps {
  readonly models: Models;
  readonly prompts: BasePrompts;
}

/** Has the words of a block written by the models of whoever asks; without a model there is nobody who could follow an instruction. */
export function createBlockWriter({ models, prompts }: BlockWriterDeps): BlockWriter {
  return {
    async write({ document, request }, { block, instruction, authorId: userId, authorRoles: roles }, { ctx, read, signal }) {
      const { language } = document;
      const { wishes, attachments } = request;
      const step = blockStep({ document, block, instruction, wishes, today: ctx.now() });
      if (!step) return null;
      const task = models.forCaller({ ...ctx, task: 'program-block', userId, roles });
      if ((await task.getOrder()).names.length === 0) throw new NoModel();
      const [prompt, materials] = await read(async (db) => [
        (await readPrompts(db, prompts, language))('block'),
        await readMaterials(db, attachments),
      ]);
      const subject = [step.variables.block, step.variables.current, instruction].join(' ');
      const quoted = quoteMaterials(materials, subject, language);
      const messages = fillPrompt(prompt, { ...step.variables, materials: quoted });
      let tokens = 0;
      const onUsage = ({ inputTokens, outputTokens }: { inputTokens: number; outputTokens: number }) => {
        tokens += inputTokens + outputTokens;
      };
      const { result: value, model } = await askModel(step, { models: task, messages, signal, onUsage });
      return { value, model, tokens };
    },
  };
}
