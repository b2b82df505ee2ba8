import { randomUUID } from 'node:crypto';
import { type Completion, streamed } from '../doubles/double-completion.ts';
import type { DoubleMode } from '../doubles/double-mode.ts';
import type { DoubleReply } from '../doubles/double-reply.ts';
import { forcedFunction, type GigaChatRequest } from './gigachat-chat.ts';

/** `POST /chat/completions` as it was recorded: no id, and pieces of a stream are a `chat.completion` too. */
export function chatReply(
  request: GigaChatRequest,
  { content, value, finish }: Completion,
  { mode, usage, now }: { mode: DoubleMode; usage: object; now: Date },
): DoubleReply {
  const forced = forcedFunction(request);
  const head = { created: Math.floor(now.getTime() / 1000), model: `${request.model}:2.0.28.2`, object: 'chat.completion' };
  const isCall = forced !== undefined && value !== undefined;
  // Arguments that break off or are no JSON are not given at all.
  const said = forced && (finish === 'length' || finish === 'invalid-json') ? '' : content;
  const call = { function_call: { name: forced?.name, arguments: value }, functions_state_id: randomUUID() };
  const message = isCall ? { content: '', role: 'assistant', ...call } : { content: said, role: 'assistant' };
  const brokenAs = forced ? 'error' : 'stop';
  const reason = isCall ? 'function_call' : finish === 'invalid-json' ? brokenAs : finish;
  if (!request.stream) {
    return { status: 200, body: { choices: [{ message, index: 0, finish_reason: reason }], ...head, usage } };
  }

  const pieces = streamed(said).map((piece, index) => ({ content: piece, ...(index === 0 && { role: 'assistant' }) }));
  const events = (isCall ? [message] : pieces).map((delta) => ({ choices: [{ delta, index: 0 }], ...head }));
  const last = { choices: [{ delta: { content: '' }, index: 0, finish_reason: reason }], ...head, usage };
  if (mode.mode !== 'no-done') return { status: 200, events: [...events, last, '[DONE]'] };
  return { status: 200, events: mode.finish === false ? events : [...events, last] };
}
