import { createStorage, type Storage } from '@lyceum/common/storage';
import { testServers } from './config.ts';

/** Stores an object past everything that is promised about uploads, as whoever keeps the store may do. */
export async function putObject(key: string, body: Uint8Array, contentType: string): Promise<void> {
  await withStorage((storage) => storage.put(key, body, contentType));
}

export async function hasObject(key: string): Promise<boolean> {
  return (await withStorage((storage) => storage.head(key))) !== undefined;
}

/** The object store that services of tests have. Whoever opens it stops it. */
export function openStorage(): Promise<Storage> {
  const servers = testServers();
  return createStorage({
    S3_ENDPOINT: servers.TEST_S3_ENDPOINT,
    S3_PUBLIC_ENDPOINT: servers.TEST_S3_ENDPOINT,
    S3_REGION: servers.TEST_S3_REGION,
    S3_BUCKET: servers.TEST_S3_BUCKET,
    S3_ACCESS_KEY: servers.TEST_S3_ACCESS_KEY,
    S3_SECRET_KEY: servers.TEST_S3_SECRET_KEY,
  });
}

async function withStorage<Result>(run: (storage: Storage) => Promise<Result>): Promise<Result> {
  const storage = await openStorage();
  try {
    return await run(storage);
  } finally {
    storage.stop();
  }
}
