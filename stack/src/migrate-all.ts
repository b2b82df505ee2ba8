import type { Logger } from '@lyceum/common/log';
import { migrate } from '@lyceum/common/run/migrate';
import { declareTopology, subscribedEvents } from '@lyceum/common/run/topology';
import { allServices } from './services.ts';

/** The owner's step ahead of every start: roles, schemas, extensions, migrations. */
export async function migrateDatabase(ownerUrl: string, passwords: Readonly<Record<string, string>>, log: Logger): Promise<void> {
  await migrate({ ownerUrl, services: allServices, passwords, log });
}

/** Every service's queue exists before anybody publishes, so that no event goes nowhere. */
export async function declareAllQueues(rabbitmqUrl: string, queueType: 'classic' | 'quorum'): Promise<void> {
  await declareTopology(
    rabbitmqUrl,
    allServices.map((service) => ({ service: service.name, queueType, events: subscribedEvents(service) })),
  );
}
