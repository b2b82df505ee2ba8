import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Storage } from '@lyceum/common/storage';
import { createStorage } from '@lyceum/common/storage';
import { streaming } from '@lyceum/streaming/service';
import { end, firstMessage } from '../child-process.ts';
import { startTokens } from '../gateway/access-token.ts';
import { migrateServices, withServers } from '../servers.ts';
import type { SendRequest } from './send-process.ts';
import type { Seen } from './service-process.ts';

const issuer = 'http://localhost:8000';
const keys = { S3_REGION: 'us-east-1', S3_BUCKET: 'media', S3_ACCESS_KEY: 'bench', S3_SECRET_KEY: 'a secret of the bench' };
const execArgv = ['--no-warnings'];

export interface UploadSetting {
  readonly url: string;
  readonly token: string;
  /** Of the same store, in this process. */
  readonly storage: Storage;
  /** Since it was last called. */
  look(): Promise<Seen>;
  /** Sends a file from a process of its own; resolves to the seconds it took. */
  send(request: Pick<SendRequest, 'way' | 'size'>): Promise<number>;
}

/** The service and an object store on the disk, each in a process of its own. */
export function withUploads<Result>(run: (setting: UploadSetting) => Promise<Result>): Promise<Result> {
  return withServers(async (backing) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'lyceum-bench-'));
    const stops: (() => unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })];
    try {
      const tokens = await startTokens(issuer, 'admin');
      stops.unshift(() => tokens.stop());
      const place = { dataDir, host: '127.0.0.1', port: 0, region: keys.S3_REGION, buckets: [keys.S3_BUCKET], corsOrigins: [] };
      const options = { ...place, accessKey: keys.S3_ACCESS_KEY, secretKey: keys.S3_SECRET_KEY };
      const store = fork(fileURLToPath(new URL('./store-process.ts', import.meta.url)), [JSON.stringify(options)], { execArgv });
      stops.unshift(() => end(store));
      const endpoint = String(await firstMessage('the store', store));
      const s3 = { ...keys, S3_ENDPOINT: endpoint, S3_PUBLIC_ENDPOINT: endpoint };
      const toUrl = await migrateServices(backing.postgres.ownerUrl, [streaming]);
      const service = fork(fileURLToPath(new URL('./service-process.ts', import.meta.url)), [], {
        execArgv,
        env: {
          ...{ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error', PUBLIC_URL: issuer, JOBS: 'light' },
          ...{ DATABASE_URL: toUrl(streaming), REDIS_URL: backing.redis.url, RABBITMQ_URL: backing.rabbitmq.url },
          ...{ GATEWAY_SECRET: secret(), SERVICE_SECRET: secret(), KEY_ENCRYPTION_SECRET: secret() },
          ...{ RABBITMQ_QUEUE_TYPE: 'classic', SERVICE_URLS: JSON.stringify({ tokens: tokens.keys }), ...s3 },
        },
      });
      stops.unshift(() => end(service));
      // What service-process.ts sends.
      const { url } = (await firstMessage('the service', service)) as Seen;
      const storage = await createStorage(s3);
      stops.unshift(() => storage.stop());
      return await run({
        ...{ url, token: tokens.token, storage },
        async look() {
          const answer = once(service, 'message');
          service.send('look');
          const [seen] = await answer;
          return seen as Seen; // as above
        },
        async send(request) {
          const sender = fork(
            fileURLToPath(new URL('./send-process.ts', import.meta.url)),
            [JSON.stringify({ url, token: tokens.token, ...request })],
            { execArgv },
          );
          return Number(await firstMessage('the sender', sender));
        },
      });
    } finally {
      for (const stop of stops) await stop();
    }
  });
}

const secret = () => randomBytes(32).toString('hex');
