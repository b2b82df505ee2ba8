import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';

export interface StoreConnections {
  /** For clients of the SDK (`toClientOptions`), which then share these connections and leave them open when they end. */
  readonly requestHandler: object;
  stop(): void;
}

/** Connections to an object store that many short-lived clients share, 200 at most. */
export function createStoreConnections(): StoreConnections {
  const options = { keepAlive: true, maxSockets: 200 };
  const [httpAgent, httpsAgent] = [new Agent(options), new SecureAgent(options)];
  return {
    requestHandler: { httpAgent, httpsAgent, connectionTimeout: 5_000, socketTimeout: 120_000 },
    stop() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}
