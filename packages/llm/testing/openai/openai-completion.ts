import { randomUUID } from 'node:crypto';
import { type Completion, countTokens, streamed } from '../doubles/double-completion.ts';
import type { DoubleMode } from '../doubles/double-mode.ts';
import type { DoubleReply } from '../doubles/double-reply.ts';
import type { OpenAiRequest } from './openai-chat.ts';

const reasons = { stop: 'stop', length: 'length', blacklist: 'content_filter', 'invalid-json': 'stop' } as const;

/** `POST /chat/completions`: one object, or chunks of which the last may have the usage. */
export function chatReply(
  { model, messages, stream, stream_options: streamOptions }: OpenAiRequest,
  { content, finish }: Completion,
  { mode, usageInStream }: { mode: DoubleMode; usageInStream: boolean },
): DoubleReply {
  const promptTokens = countTokens(messages.map((message) => message.content).join('\n'));
  const completionTokens = countTokens(content);
  const usage = {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
  const head = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model };
  const reason = reasons[finish];
  if (!stream) {
    const choices = [{ index: 0, message: { role: 'assistant', content }, logprobs: null, finish_reason: reason }];
    return { status: 200, body: { ...head, object: 'chat.completion', choices, usage } };
  }

  const withUsage = usageInStream && streamOptions?.include_usage === true;
  const chunk = (delta: object, finishReason: string | null) => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
    ...(withUsage && { usage: null }),
  });
  const events = [{ role: 'assistant', content: '' }, ...streamed(content).map((piece) => ({ content: piece }))];
  const chunks = events.map((delta) => chunk(delta, null));
  const tail = [chunk({}, reason), ...(withUsage ? [{ ...head, object: 'chat.completion.chunk', choices: [], usage }] : [])];
  if (mode.mode !== 'no-done') return { status: 200, events: [...chunks, ...tail, '[DONE]'] };
  return { status: 200, events: mode.finish === false ? chunks : [...chunks, ...tail] };
}
