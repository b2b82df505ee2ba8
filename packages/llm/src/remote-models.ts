import { randomUUID } from 'node:crypto';
import { CallError } from '@lyceum/common/client';
import { DomainError, fail } from '@lyceum/common/errors';
import type { OnBehalf, ServiceClient } from '@lyceum/common/service-client';
import { modelBudgetExhausted } from '@lyceum/contracts/models/budget';
import * as contract from '@lyceum/contracts/models/model-answer';
import { toJsonSchema } from './answer-schema.ts';
import { ModelFailure } from './model-failure.ts';
import { readAnswer } from './read-answer.ts';
import type { Caller, Models } from './task-models.ts';

/** How long the models service may take to say which models there are. */
const orderTimeoutMs = 10_000;

/**
 * The models of the service that owns them, asked with this service's own token for the caller. While that service is away, calls
 * reject with a `ModelFailure` that may pass.
 */
export function createRemoteModels(services: ServiceClient): Models {
  return {
    forCaller(caller) {
      const { task } = caller;
      const onBehalf = toOnBehalf(caller);

      /** Events until the last, which has to come. */
      async function* read<Event extends { readonly type: string }>(
        events: AsyncIterable<Event | Refusal>,
        last: Event['type'],
        signal: AbortSignal,
      ): AsyncGenerator<Event> {
        try {
          for await (const event of events) {
            if (isRefusal(event)) throw toError(event);
            yield event;
            if (event.type === last) return;
          }
        } catch (error) {
          signal.throwIfAborted();
          throw toFailure(error, caller);
        }
        signal.throwIfAborted();
        throw away(caller, 'the answer of the models service broke off');
      }

      async function readOne<Event extends { readonly type: string }>(
        events: AsyncIterable<Event | Refusal>,
        type: Event['type'],
        signal: AbortSignal,
      ): Promise<Event> {
        for await (const event of read<Event>(events, type, signal)) return event;
        throw away(caller, 'the models service gave no answer');
      }

      return {
        getOrder: () =>
          services
            .call('models', contract.getTaskModels, { params: { task }, onBehalf, signal: AbortSignal.timeout(orderTimeoutMs) })
            .catch((error: unknown) => {
              throw toFailure(error, caller);
            }),
        async generateObject(messages, schema, { signal, ...options }) {
          const body = { task, messages: [...messages], schema: JSON.stringify(toJsonSchema(schema)), ...options };
          const events = services.stream('models', contract.generateObject, { body, onBehalf, signal });
          const { value, model, usage } = await readOne(events, 'object', signal);
          return { value: readAnswer(value, schema, { model, usage }), model, usage };
        },
        async *streamText(messages, { signal, ...options }) {
          const body = { task, messages: [...messages], ...options };
          yield* read(services.stream('models', contract.streamText, { body, onBehalf, signal }), 'finish', signal);
        },
        async embed(texts, { signal }) {
          const body = { task, texts: [...texts] };
          const { vectors, usage } = await readOne(
            services.stream('models', contract.embed, { body, onBehalf, signal }),
            'vectors',
            signal,
          );
          return { vectors, usage };
        },
        async countTokens(messages, { signal }) {
          const body = { task, messages: [...messages] };
          const { tokens } = await readOne(
            services.stream('models', contract.countTokens, { body, onBehalf, signal }),
            'count',
            signal,
          );
          return tokens;
        },
      };
    },
  };
}

type Refusal = contract.AnswerFailure | contract.BudgetExhausted;

const isRefusal = (event: { readonly type: string }): event is Refusal => ['failure', 'budget-exhausted'].includes(event.type);

function toError(refusal: Refusal): ModelFailure | DomainError {
  if (refusal.type === 'failure') return new ModelFailure(refusal.kind, refusal);
  const { detail, retryAfter } = refusal;
  return fail(modelBudgetExhausted, { ...(detail && { detail }), ...(retryAfter !== undefined && { retryAfter }) });
}

function toOnBehalf({ userId: id, roles, space, locale = 'en', requestId = randomUUID() }: Caller): OnBehalf {
  return { id, roles, space, locale, requestId };
}

/** What the caller is told; anything else is a bug of ours. */
function toFailure(error: unknown, caller: Caller): unknown {
  if (error instanceof ModelFailure || error instanceof DomainError) return error;
  if (error instanceof CallError && error.status === 413) {
    return new ModelFailure('too-large', { model: caller.task, message: 'the question is too large', cause: error });
  }
  if (!(error instanceof CallError)) return away(caller, 'the models service cannot be reached', error);
  return error.status >= 500 ? away(caller, 'the models service does not answer', error) : error;
}

function away({ task }: Caller, message: string, cause?: unknown): ModelFailure {
  return new ModelFailure('unavailable', { model: task, message, cause });
}
