import type { Service } from '@lyceum/common/service';
import { type ServiceName, serviceNames } from '@lyceum/contracts/services';

const load: Record<ServiceName, () => Promise<Service>> = {
  tokens: async () => (await import('@lyceum/tokens/service')).tokens,
  notifications: async () => (await import('@lyceum/notifications/service')).notifications,
  users: async () => (await import('@lyceum/users/service')).users,
  'program-generation': async () => (await import('@lyceum/program-generation/service')).programGeneration,
};

/** Every service of the registry, as a value. They bring most of the code with them, so it is loaded only when asked for. */
export function loadServices(): Promise<Service[]> {
  return Promise.all(serviceNames.map((name) => load[name]()));
}
