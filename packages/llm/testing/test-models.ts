import { serviceConfig } from '@lyceum/common/config';
import { fail } from '@lyceum/common/errors';
import { createFairQueue, type FairQueue } from '@lyceum/common/fair-queue';
import { defineService } from '@lyceum/common/service';
import { modelBudgetExhausted } from '@lyceum/contracts/models/budget';
import type { ModelTask } from '@lyceum/contracts/models/model-task';
import { createTestService } from '@lyceum/testing/service';
import { parseProviderHosts } from '../src/addresses/provider-hosts.ts';
import { createAttempts } from '../src/attempts.ts';
import { createLanguageModel } from '../src/create-language-model.ts';
import { createModels } from '../src/create-task-models.ts';
import type { LanguageModel } from '../src/language-model.ts';
import { modelRoutes } from '../src/model-routes.ts';
import type { TaskProvider } from '../src/paid-call.ts';

/** What calls may still use, by what they reserve: everybody's, or those of one person. */
export interface Budget {
  tokensLeft: number;
  readonly of?: string;
}

interface SpaceProviders {
  readonly providers: readonly (TaskProvider & { readonly key: string })[];
  /** Whether the task is done without a model in the end. */
  readonly outline?: boolean;
  readonly budget?: Budget;
}

const set = new Map<string, SpaceProviders>();
const clients = new Map<string, LanguageModel & { close(): Promise<void> }>();
const calls = new Map<string, number>();
const queues = new Map<string, FairQueue>();

/** Calls of a space that wait for a stream of their provider or have one. */
export function countCalls(space: string): number {
  return calls.get(space) ?? 0;
}

/** Who does a task in a space, from now on. */
export function setTaskProviders(space: string, task: ModelTask, providers: SpaceProviders): void {
  set.set(`${space} ${task}`, providers);
}

/**
 * What other services see of the models service: its endpoints, adapters and order of providers, without budgets and records. For
 * tests of services that ask models; call it at the top of a test file and name it in `beside`.
 */
export function createTestModels() {
  return createTestService(
    defineService({
      name: 'models',
      config: serviceConfig,
      features: [
        {
          mount({ clock, log }) {
            const hosts = parseProviderHosts('127.0.0.0/8');
            const attempts = createAttempts<SpaceProviders['providers'][number]>(
              async ({ caller, provider, signal, waitMs }, plan) => {
                const { id, settings, key } = provider;
                const version = `${id} ${JSON.stringify(settings)}`;
                const model = clients.get(version) ?? createLanguageModel(settings, key, { clock, log, hosts });
                clients.set(version, model);
                const queue = queues.get(id) ?? createFairQueue({ places: settings.maxConcurrency });
                queues.set(id, queue);
                const { space, userId: person } = caller;
                const { budget } = set.get(`${space} ${caller.task}`) ?? {};
                const isPayer = budget && (budget.of ?? person) === person;
                if (isPayer && plan.inputTokens + plan.outputTokens > budget.tokensLeft) throw fail(modelBudgetExhausted);
                calls.set(space, countCalls(space) + 1);
                let isRunning = true;
                const leave = () => {
                  if (isRunning) calls.set(space, countCalls(space) - 1);
                  isRunning = false;
                };
                const free = await queue.acquire({ space, person, signal, timeoutMs: waitMs }).catch((error: unknown) => {
                  leave();
                  throw error;
                });
                const release = () => {
                  free();
                  leave();
                };
                return {
                  model,
                  async end({ usage }) {
                    release();
                    if (isPayer) budget.tokensLeft -= usage.inputTokens + usage.outputTokens;
                  },
                  fail: async () => release(),
                };
              },
            );
            const readOrder = async ({ space, task }: { space: string; task: ModelTask }) => {
              const { providers, outline = false } = set.get(`${space} ${task}`) ?? { providers: [], outline: true };
              return { providers: providers.filter(({ settings }) => settings.enabled), outline };
            };
            return {
              routes: modelRoutes(createModels({ readOrder, attempts })),
              async stop() {
                await Promise.all([...clients.values()].map((client) => client.close()));
                clients.clear();
              },
            };
          },
        },
      ],
    }),
  );
}
