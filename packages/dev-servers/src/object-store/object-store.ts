import type { IncomingMessage } from 'node:http';
import { answerPreflight, corsHeaders } from './cors.ts';
import { Disk } from './disk/disk.ts';
import { startHttpServer } from './http-server.ts';
import { openPayload } from './payload/payload.ts';
import type { Reply } from './reply.ts';
import { readHeaders, refuseUnsupportedHeaders, withHoistedHeaders } from './request-headers.ts';
import { parseRequestTarget } from './request-target.ts';
import { findOperation } from './routes.ts';
import { createAuthenticator } from './signing/authenticate.ts';

export interface ObjectStoreOptions {
  /** Belongs to this store alone while it runs; created if it does not exist. */
  dataDir: string;
  host: string;
  /** 0 picks a free one. */
  port: number;
  region: string;
  accessKey: string;
  secretKey: string;
  /** Created if they do not exist. */
  buckets: readonly string[];
  /** Origins whose pages may read and write with presigned URLs, such as `http://localhost:5173`. */
  corsOrigins: readonly string[];
  now?: () => Date;
  /** Told about faults of the store, which its clients see as 500; by default they become process warnings. */
  onFault?: (fault: unknown) => void;
}

export interface ObjectStore {
  /** Base URL; buckets are the first segment of the path. */
  readonly endpoint: string;
  /** Lets running requests end for two seconds, then cuts them off. */
  stop(): Promise<void>;
}

/** Those of MinIO, so that one health check fits both. */
const healthPaths = ['/minio/health/live', '/minio/health/ready'];

/**
 * The part of the S3 API that Lyceum and its tests need, on a local directory: for development and for schools that run everything
 * in one process. Path-style addressing, one pair of keys, no versions. Elsewhere MinIO or S3 stand behind the same client.
 */
export async function startObjectStore({
  dataDir,
  host,
  port,
  region,
  accessKey,
  secretKey,
  buckets,
  corsOrigins,
  now = () => new Date(),
  onFault = warn,
}: ObjectStoreOptions): Promise<ObjectStore> {
  const disk = await Disk.open(dataDir);
  for (const name of buckets) if (!disk.hasBucket(name)) disk.createBucket(name, now());
  const store = { disk, region, now };
  const authenticate = createAuthenticator({ accessKey, secretKey, region, now });
  const origins = new Set(corsOrigins);

  async function answer(message: IncomingMessage, onRead: () => void): Promise<Reply> {
    const method = message.method ?? '';
    const target = parseRequestTarget(message.url ?? '');
    const headers = readHeaders(message);
    if (method === 'OPTIONS') return answerPreflight(headers, origins);
    if (healthPaths.includes(target.rawPath) && (method === 'GET' || method === 'HEAD')) return { status: 200 };

    const signature = authenticate({ method, target, headers });
    const { bucket, key, query } = target;
    const effective = signature.presigned ? withHoistedHeaders(headers, query) : headers;
    refuseUnsupportedHeaders(effective);
    const payload = openPayload({ message, headers, query, signature, onRead });
    return await findOperation(method, target)({ bucket, key, query, headers: effective, payload }, store);
  }

  return startHttpServer({
    host,
    port,
    answer,
    commonHeaders: (message) => corsHeaders(message.headers.origin, origins),
    onFault,
  });
}

function warn(fault: unknown): void {
  process.emitWarning(fault instanceof Error ? fault : new Error('The object store failed', { cause: fault }));
}
