import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { type ObjectStore, type ObjectStoreOptions, startObjectStore } from './object-store.ts';

export const bucket = 'media';
export const pageOrigin = 'http://localhost:5173';
export const credentials = { accessKeyId: 'lyceum-test', secretAccessKey: 'a secret of these tests' };

export interface TestStore {
  readonly endpoint: string;
  readonly dataDir: string;
  /** Faults the store reported; a test that expects none asserts that. */
  readonly faults: unknown[];
  client(config?: S3ClientConfig): S3Client;
  /** Moves the clock of the store, not that of its clients. */
  advance(milliseconds: number): void;
  /** Ends the store and starts it again on the same data. */
  restart(): Promise<void>;
  /** Ends the store and deletes its data. */
  dispose(): Promise<void>;
}

/** A store of its own on a free port, with a bucket `media` and data in a temporary directory. */
export async function startTestStore(overrides: Partial<ObjectStoreOptions> = {}): Promise<TestStore> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'object-store-'));
  const faults: unknown[] = [];
  let offset = 0;
  const start = (): Promise<ObjectStore> =>
    startObjectStore({
      dataDir,
      host: '127.0.0.1',
      port: 0,
      region: 'us-east-1',
      accessKey: credentials.accessKeyId,
      secretKey: credentials.secretAccessKey,
      buckets: [bucket],
      corsOrigins: [pageOrigin],
      now: () => new Date(Date.now() + offset),
      onFault: (fault) => faults.push(fault),
      ...overrides,
    });
  let store = await start();
  const clients: S3Client[] = [];
  const stop = async () => {
    for (const client of clients.splice(0)) client.destroy();
    await store.stop();
  };

  return {
    dataDir,
    faults,
    get endpoint() {
      return store.endpoint;
    },
    client(config = {}) {
      const client = new S3Client({
        endpoint: store.endpoint,
        region: 'us-east-1',
        forcePathStyle: true,
        credentials,
        maxAttempts: 1,
        ...config,
      });
      clients.push(client);
      return client;
    },
    advance(milliseconds) {
      offset += milliseconds;
    },
    async restart() {
      await stop();
      store = await start();
    },
    async dispose() {
      await stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
