import type { Environment } from '@lyceum/common/config';
import { createLogger } from '@lyceum/common/log';
import { type RunningService, startService } from '@lyceum/common/run/start-service';
import type { ServiceName } from '@lyceum/contracts/services';
import type { ChoosePort } from '@lyceum/dev-servers/processes/ports';
import { waitUntil } from '@lyceum/dev-servers/processes/wait-until';
import { StartFailure } from '@lyceum/dev-servers/progress';
import type { Secrets } from '@lyceum/dev-servers/secrets';
import { startGateway } from '@lyceum/gateway/gateway';
import { readStackConfig } from './config.ts';
import { openLogFile } from './log-file.ts';
import { declareAllQueues, migrateDatabase } from './migrate-all.ts';
import type { ServerAddresses } from './server-addresses.ts';
import {
  chooseServicePorts,
  databasePasswords,
  type GatewayAddress,
  gatewayEnvironment,
  serviceEnvironment,
} from './service-environment.ts';
import { allServices } from './services.ts';

export interface ApplicationOptions {
  env: Environment;
  secrets: Secrets;
  choosePort: ChoosePort;
  gateway: GatewayAddress;
  logFile: string;
}

/** Everything of Lyceum's own: the migration step, every service and the gateway, all in this process. */
export interface Application {
  readonly services: ReadonlyMap<ServiceName, RunningService>;
  migrate(ownerUrl: string): Promise<void>;
  /** On a migrated database. Ready when it resolves; after a failure `stop` ends what runs. */
  start(backing: ServerAddresses): Promise<void>;
  /** With which a service would run here as a process of its own, on the same port. */
  toEnvironment(name: ServiceName): Environment;
  /** Requests and jobs in hand are finished. */
  stop(): Promise<void>;
}

export function createApplication({ env, secrets, choosePort, gateway, logFile }: ApplicationOptions): Application {
  const { LOG_LEVEL } = readStackConfig(env);
  const destination = openLogFile(logFile);
  const getLog = (name: string) => createLogger(name, LOG_LEVEL, destination);
  const services = new Map<ServiceName, RunningService>();
  const steps: (() => unknown)[] = [() => destination.close()];
  let parts: Parameters<typeof serviceEnvironment>[1] | undefined;

  function toEnvironment(name: ServiceName): Environment {
    if (!parts) throw new Error('the application has not been started');
    return serviceEnvironment(name, parts);
  }

  return {
    services,
    toEnvironment,
    migrate: (ownerUrl) => migrateDatabase(ownerUrl, databasePasswords(secrets), getLog('migrate')),
    async start(backing) {
      parts = { given: env, addresses: { ...gateway, servicePorts: await chooseServicePorts(choosePort) }, backing, secrets };
      await declareAllQueues(backing.rabbitmq.url, 'classic');
      steps.push(() => Promise.all([...services.values()].map((service) => service.stop())));
      const starts = allServices.map(async (service) => {
        services.set(service.name, await startService(service, toEnvironment(service.name), { log: getLog(service.name) }));
      });
      // All have settled before a failure of one stops those that run.
      await Promise.allSettled(starts);
      await Promise.all(starts);
      const running = await startGateway(gatewayEnvironment(parts), { log: getLog('gateway') });
      steps.push(() => running.stop());
      await waitForReady(running.url);
    },
    async stop() {
      for (const step of steps.splice(0).reverse()) await step();
    },
  };
}

async function waitForReady(url: string): Promise<void> {
  let answer = 'no answer';
  const ready = await waitUntil(async () => {
    // An answer that never comes must not be waited for; the next question may be answered.
    const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (response) answer = await response.text();
    return response?.ok ?? false;
  }, 30_000);
  if (!ready) throw new StartFailure(`The gateway does not become ready: ${answer}`);
}
