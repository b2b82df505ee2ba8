import { countTokens } from '../doubles/double-completion.ts';
import type { GigaChatRequest } from './gigachat-chat.ts';

/** Usage of completions; the beginning that a session has sent before is not charged again. */
export function createPromptCache() {
  const prompts = new Map<string, string>();
  return {
    usage(session: string | undefined, { messages, functions }: GigaChatRequest, content: string) {
      const prompt = JSON.stringify([functions, messages]);
      const precached = session === undefined ? 0 : countTokens(commonStart(prompts.get(session) ?? '', prompt));
      if (session !== undefined) prompts.set(session, prompt);
      const promptTokens = countTokens(prompt) - precached;
      const completionTokens = countTokens(content);
      return {
        prompt_tokens: promptTokens,
        completion_tokens: completionTokens,
        total_tokens: promptTokens + completionTokens,
        precached_prompt_tokens: precached,
      };
    },
  };
}

function commonStart(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}
