import type { Message } from './language-model.ts';

interface Conversation {
  /** All system messages as one; empty when there is none. */
  readonly system: string;
  readonly turns: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
}

/** One system message and turns that alternate: GigaChat demands the first, chat templates of local models the second. */
export function toConversation(messages: readonly Message[]): Conversation {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const turns: { role: 'user' | 'assistant'; content: string }[] = [];
  for (const { role, content } of messages) {
    if (role === 'system') continue;
    const last = turns.at(-1);
    if (last?.role === role) last.content += `\n\n${content}`;
    else turns.push({ role, content });
  }
  return { system: system.join('\n\n'), turns };
}
