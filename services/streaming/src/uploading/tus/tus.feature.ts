import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Redis } from '@lyceum/common/redis';
import { defineFeature } from '@lyceum/common/service';
import { createRedisLocker } from './redis-locker.ts';
import { type TusNeeds, tusProtocol } from './tus-protocol.ts';

interface Needs extends TusNeeds {
  readonly config: TusNeeds['config'] & { readonly REDIS_PREFIX: string };
  readonly redis: Redis;
}

const agentOptions = { keepAlive: true, maxSockets: 200 };

export const tusFeature = defineFeature({
  mount(needs: Needs) {
    const [httpAgent, httpsAgent] = [new Agent(agentOptions), new SecureAgent(agentOptions)];
    const requestHandler = { httpAgent, httpsAgent, connectionTimeout: 5_000, socketTimeout: 120_000 };
    const locker = createRedisLocker(needs.redis, needs.config.REDIS_PREFIX);
    return {
      protocols: [tusProtocol(needs, { locker, requestHandler })],
      stop() {
        httpAgent.destroy();
        httpsAgent.destroy();
      },
    };
  },
});
