import type { Redis } from '@lyceum/common/redis';
import { defineFeature } from '@lyceum/common/service';
import { openConnections } from '@lyceum/common/storage-options';
import { createRedisLocker } from './redis-locker.ts';
import { type TusNeeds, tusProtocol } from './tus-protocol.ts';

interface Needs extends TusNeeds {
  readonly config: TusNeeds['config'] & { readonly REDIS_PREFIX: string };
  readonly redis: Redis;
}

export const tusFeature = defineFeature({
  mount(needs: Needs) {
    // A client of the store is made for each request; they share their connections.
    const connections = openConnections();
    const locker = createRedisLocker(needs.redis, needs.config.REDIS_PREFIX);
    return {
      protocols: [tusProtocol(needs, { locker, requestHandler: connections.options })],
      stop: () => connections.stop(),
    };
  },
});
