import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { z } from 'zod';

/** Variables of a service that keeps objects. */
export const storageConfig = z.object({
  S3_ENDPOINT: z.url(),
  /** The same store as browsers reach it: presigned addresses name it. */
  S3_PUBLIC_ENDPOINT: z.url(),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET: z.string(),
  S3_ACCESS_KEY: z.string(),
  S3_SECRET_KEY: z.string(),
});

/** How a client of the SDK signs and reaches a store; also for libraries that bring a client of their own. */
export function toClientOptions(config: z.output<typeof storageConfig>) {
  return {
    endpoint: config.S3_ENDPOINT,
    region: config.S3_REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: config.S3_ACCESS_KEY, secretAccessKey: config.S3_SECRET_KEY },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const;
}

/**
 * Connections to a store that clients share: `options` is the `requestHandler` of each. One on which nothing passes for `silenceMs` is
 * ended. Files that people take slowly hold connections for as long.
 */
export function openConnections(silenceMs = 120_000) {
  const agentOptions = { keepAlive: true, maxSockets: 200 };
  const agents = { httpAgent: new Agent(agentOptions), httpsAgent: new SecureAgent(agentOptions) };
  return {
    options: { ...agents, connectionTimeout: 5_000, socketTimeout: silenceMs },
    stop() {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}
