import type { Actor, Context } from '@lyceum/common/context';
import { DomainError } from '@lyceum/common/errors';
import { type Route, routeWithOwnTransactions, type StreamedEvent, streamRoute } from '@lyceum/common/http';
import { modelBudgetExhausted } from '@lyceum/contracts/models/budget';
import * as contract from '@lyceum/contracts/models/model-answer';
import type { ModelTask } from '@lyceum/contracts/models/model-task';
import { receivedSchema } from './answer-schema.ts';
import { ModelFailure } from './model-failure.ts';
import type { Caller, Models } from './task-models.ts';

const { modelAnswers } = contract;

/** What `createRemoteModels` asks, over the models there are. A failure of them is an event: by then the head has been sent. */
export function modelRoutes(models: Models): Route[] {
  const toTasks = (task: ModelTask, { actor, ctx }: Asked) => models.forCaller(toCaller(task, actor, ctx));

  return [
    routeWithOwnTransactions(contract.getTaskModels, { access: modelAnswers.ask }, async (request) => {
      const { names, outline } = await toTasks(request.params.task, request).getOrder();
      return { names: [...names], outline };
    }),

    streamRoute(contract.generateObject, { access: modelAnswers.ask }, (request) =>
      withFailures(async function* () {
        const { task, messages, schema, ...options } = request.body;
        const models = toTasks(task, request);
        const { value, model, usage } = await models.generateObject(messages, receivedSchema(schema), {
          ...options,
          signal: request.signal,
        });
        yield { data: { type: 'object' as const, value: value as never, model, usage } }; // read from JSON
      }),
    ),

    streamRoute(contract.streamText, { access: modelAnswers.ask }, (request) =>
      withFailures(async function* () {
        const { task, messages, ...options } = request.body;
        const models = toTasks(task, request);
        for await (const event of models.streamText(messages, { ...options, signal: request.signal })) {
          yield { data: event };
        }
      }),
    ),

    streamRoute(contract.embed, { access: modelAnswers.ask }, (request) =>
      withFailures(async function* () {
        const models = toTasks(request.body.task, request);
        const { vectors, usage } = await models.embed(request.body.texts, { signal: request.signal });
        yield { data: { type: 'vectors' as const, vectors, usage } };
      }),
    ),

    streamRoute(contract.countTokens, { access: modelAnswers.ask }, (request) =>
      withFailures(async function* () {
        const models = toTasks(request.body.task, request);
        const tokens = await models.countTokens(request.body.messages, { signal: request.signal });
        yield { data: { type: 'count' as const, tokens } };
      }),
    ),
  ];
}

interface Asked {
  readonly actor: Actor;
  readonly ctx: Context;
}

function toCaller(task: ModelTask, { id: userId, roles }: Actor, { space, locale, requestId }: Context): Caller {
  return { task, space, userId, roles, locale, requestId };
}

async function* withFailures<Data>(
  run: () => AsyncGenerator<StreamedEvent<Data>>,
): AsyncGenerator<StreamedEvent<Data | contract.AnswerFailure | contract.BudgetExhausted>> {
  try {
    yield* run();
  } catch (error) {
    if (error instanceof DomainError && error.problem === modelBudgetExhausted) {
      const { detail, retryAfter } = error.details;
      yield { data: { type: 'budget-exhausted', detail: typeof detail === 'string' ? detail : undefined, retryAfter } };
      return;
    }
    if (!(error instanceof ModelFailure)) throw error;
    const { kind, model, message, retryAfter, usage } = error;
    yield { data: { type: 'failure', kind, model, message, retryAfter, usage } };
  }
}
