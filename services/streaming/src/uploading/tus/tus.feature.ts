import type { Redis } from '@lyceum/common/redis';
import { defineFeature } from '@lyceum/common/service';
import { createStoreConnections } from '@lyceum/common/store-connections';
import { createRedisLocker } from './redis-locker.ts';
import { type TusNeeds, tusProtocol } from './tus-protocol.ts';

interface Needs extends TusNeeds {
  readonly config: TusNeeds['config'] & { readonly REDIS_PREFIX: string };
  readonly redis: Redis;
}

export const tusFeature = defineFeature({
  mount(needs: Needs) {
    const { requestHandler, stop } = createStoreConnections();
    const locker = createRedisLocker(needs.redis, needs.config.REDIS_PREFIX);
    return { protocols: [tusProtocol(needs, { locker, requestHandler })], stop };
  },
});
