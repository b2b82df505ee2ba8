import { join } from 'node:path';
import type { GivenServers } from '../config.ts';
import { startObjectStore } from '../object-store/object-store.ts';
import { StartFailure } from '../progress.ts';
import type { Secrets } from '../secrets.ts';

export interface ObjectStorage {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  stop(): Promise<void>;
}

interface ObjectStorageOptions {
  given: GivenServers;
  dataDir: string;
  port: () => Promise<number>;
  secrets: Secrets;
  corsOrigins: readonly string[];
}

/** The given S3 server, else our own in this process. */
export async function openObjectStorage(options: ObjectStorageOptions): Promise<ObjectStorage> {
  const { given, dataDir, port, secrets, corsOrigins } = options;
  const { S3_ENDPOINT: endpoint, S3_REGION: region, S3_BUCKET: bucket } = given;
  if (endpoint) {
    const { S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey } = given;
    if (!accessKey || !secretKey) throw new StartFailure('S3_ENDPOINT is set, so S3_ACCESS_KEY and S3_SECRET_KEY must be too.');
    return { endpoint, region, bucket, accessKey, secretKey, stop: async () => undefined };
  }
  const accessKey = secrets.get('S3_ACCESS_KEY');
  const secretKey = secrets.get('S3_SECRET_KEY');
  const store = await startObjectStore({
    dataDir: join(dataDir, 'objects'),
    host: '127.0.0.1',
    port: await port(),
    region,
    accessKey,
    secretKey,
    buckets: [bucket],
    corsOrigins,
  });
  return { endpoint: store.endpoint, region, bucket, accessKey, secretKey, stop: () => store.stop() };
}
