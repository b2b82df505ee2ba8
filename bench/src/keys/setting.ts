import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { streaming } from '@lyceum/streaming/service';
import { asUser } from '@lyceum/testing/actors';
import { startTestKeys, testIssuer } from '@lyceum/testing/keys';
import { z } from 'zod';
import { end, firstMessage } from '../child-process.ts';
import { allProcesses } from '../processes.ts';
import { migrateServices, withServers } from '../servers.ts';

export const watchers = 60;
/** Of a video of eight hours. */
export const stretches = 480;

const ready = z.object({ url: z.string(), playbacks: z.array(z.string()).length(watchers) });

export interface Setting {
  /** Asks for the key of a stretch of somebody's playback; fails unless it is one. */
  getKey(watcher: number, stretch: number): Promise<void>;
  /** How often the gate was asked. */
  countQuestions(): number;
  /** Processor time of the service so far, in ms. */
  getCpuMs(): number;
}

/** The streaming service in a process of its own on the servers of a local stack, with people in the middle of one video, each in a lesson. */
export function withWatchers<Result>(run: (setting: Setting) => Promise<Result>): Promise<Result> {
  return withServers(async ({ postgres: { ownerUrl }, redis, rabbitmq, objectStore }) => {
    const toUrl = await migrateServices(ownerUrl, [streaming]);
    const keys = await startTestKeys();
    const videoId = randomUUID();
    const gate = await startGate(videoId);
    const people = Array.from({ length: watchers }, () => asUser());
    const secret = randomBytes(32).toString('hex');
    const child = fork(fileURLToPath(new URL('./service-process.ts', import.meta.url)), {
      env: {
        ...{ S3_ENDPOINT: objectStore.endpoint, S3_PUBLIC_ENDPOINT: objectStore.endpoint, S3_REGION: objectStore.region },
        ...{ S3_BUCKET: objectStore.bucket, S3_ACCESS_KEY: objectStore.accessKey, S3_SECRET_KEY: objectStore.secretKey },
        ...{ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'warn', PUBLIC_URL: testIssuer },
        ...{ GATEWAY_SECRET: secret, KEY_ENCRYPTION_SECRET: secret, SERVICE_SECRET: secret },
        SERVICE_URLS: JSON.stringify({ tokens: keys.url, courses: gate.url }),
        ...{ DATABASE_URL: toUrl(streaming), REDIS_URL: redis.url, RABBITMQ_URL: rabbitmq.url },
        ...{ BENCH_VIDEO: videoId, BENCH_PEOPLE: people.map(({ id }) => id).join(',') },
      },
    });
    try {
      const { url, playbacks } = ready.parse(await firstMessage('the streaming service', child));
      const tokens = people.map((person) => keys.sign(person, { issuer: testIssuer, now: new Date() }));
      return await run({
        async getKey(watcher, stretch) {
          const address = `${url}/api/v1/streaming/playbacks/${playbacks[watcher]}/keys/${stretch}`;
          const response = await fetch(address, { headers: { authorization: `Bearer ${tokens[watcher]}` } });
          const { byteLength } = await response.arrayBuffer();
          if (response.status !== 200 || byteLength !== 16) throw new Error(`${address} answered ${response.status}`);
        },
        countQuestions: gate.countQuestions,
        getCpuMs: () => allProcesses().find(({ pid }) => pid === child.pid)?.cpuMs ?? Number.NaN,
      });
    } finally {
      await end(child);
      await gate.stop();
      await keys.stop();
    }
  });
}

/** What courses says of every lesson. */
async function startGate(videoId: string) {
  let questions = 0;
  const answer = JSON.stringify({ videoId, open: true, lock: null });
  const server = createServer((_request, response) => {
    questions += 1;
    response.setHeader('content-type', 'application/json').end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // a TCP server's address is never a string
    countQuestions: () => questions,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
