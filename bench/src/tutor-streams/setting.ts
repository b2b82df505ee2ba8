import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chatbot } from '@lyceum/chatbot/service';
import { fillPath } from '@lyceum/common/client';
import { askTutor, streamAnswer } from '@lyceum/contracts/chatbot/message';
import { asUser } from '@lyceum/testing/actors';
import { startTestKeys, testIssuer } from '@lyceum/testing/keys';
import { z } from 'zod';
import { end, firstMessage } from '../child-process.ts';
import { allProcesses } from '../processes.ts';
import { migrateServices, withServers } from '../servers.ts';
import { readStamps } from './stamps.ts';

export const readers = 300;

const ready = z.object({ url: z.string(), conversations: z.array(z.string()).length(readers) });
const memory = z.object({ heapBytes: z.number() });

export interface Setting {
  /** Asks as one of the readers and reads the answer; resolves to how long each of its words was on its way, in ms. */
  readAnswer(reader: number): Promise<number[]>;
  /** Bytes after a collection. */
  getHeap(): Promise<number>;
  /** Processor time of the service so far, in ms. */
  getCpuMs(): number;
}

/** The chatbot in a process of its own; what it asks answers at once from another one, and writes words at even intervals. */
export function withReaders<Result>(run: (setting: Setting) => Promise<Result>): Promise<Result> {
  return withServers(async ({ postgres: { ownerUrl }, redis, rabbitmq }) => {
    const toUrl = await migrateServices(ownerUrl, [chatbot]);
    const keys = await startTestKeys();
    const people = Array.from({ length: readers }, () => asUser());
    const lesson = { BENCH_COURSE: randomUUID(), BENCH_LESSON: randomUUID(), BENCH_VERSION: randomUUID() };
    const neighbours = start(new URL('./neighbours-process.ts', import.meta.url), lesson);
    const neighboursUrl = z.string().parse(await firstMessage('the neighbours', neighbours));
    const secret = randomBytes(32).toString('hex');
    const service = start(new URL('./service-process.ts', import.meta.url), {
      ...lesson,
      ...{
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_LEVEL: 'warn',
        PUBLIC_URL: testIssuer,
        GATEWAY_SECRET: secret,
        SERVICE_SECRET: secret,
      },
      SERVICE_URLS: JSON.stringify({ tokens: keys.url, courses: neighboursUrl, models: neighboursUrl }),
      ...{ DATABASE_URL: toUrl(chatbot), REDIS_URL: redis.url, RABBITMQ_URL: rabbitmq.url },
      BENCH_PEOPLE: people.map(({ id }) => id).join(','),
    });
    try {
      const { url, conversations } = ready.parse(await firstMessage('the chatbot', service));
      const tokens = people.map((person) => keys.sign(person, { issuer: testIssuer, now: new Date() }));
      return await run({
        readAnswer: (reader) => readAnswer(url, conversations[reader] ?? '', tokens[reader] ?? ''),
        async getHeap() {
          const answered = once(service, 'message');
          service.send('memory');
          return memory.parse((await answered)[0]).heapBytes;
        },
        getCpuMs: () => allProcesses().find(({ pid }) => pid === service.pid)?.cpuMs ?? Number.NaN,
      });
    } finally {
      await end(service);
      await end(neighbours);
      await keys.stop();
    }
  });
}

const start = (file: URL, env: Record<string, string>) =>
  fork(fileURLToPath(file), { env, execArgv: [...process.execArgv, '--expose-gc'] });

async function readAnswer(url: string, conversationId: string, token: string): Promise<number[]> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const asked = await fetch(url + fillPath(askTutor, { conversationId }, {}), {
    ...{ method: 'POST', headers, body: JSON.stringify({ text: '', mode: 'summarise' }) },
  });
  if (asked.status !== 202) throw new Error(`the question was answered ${asked.status}: ${await asked.text()}`);
  const { answer } = askTutor.response.parse(await asked.json());
  const delays: number[] = [];
  let expected = 0;
  let rest = '';
  // Read with as little work as can be: what the reader needs is in the times.
  for await (const piece of openStream(url + fillPath(streamAnswer, { messageId: answer.id }, {}), token)) {
    const now = performance.timeOrigin + performance.now();
    const whole = rest + piece;
    const end = whole.lastIndexOf('\n\n') + 2;
    rest = whole.slice(end);
    const words = whole.slice(0, end);
    // The last event has the whole answer again.
    if (words.includes('"type":"end"')) break;
    for (const { index, delayMs } of readStamps(words, now)) {
      if (index !== expected) throw new Error('words are missing or in another order');
      expected += 1;
      delays.push(delayMs);
    }
  }
  return delays;
}

async function* openStream(address: string, token: string): AsyncGenerator<string> {
  const asking = request(address, { headers: { authorization: `Bearer ${token}` } });
  asking.end();
  const [response] = (await once(asking, 'response')) as [IncomingMessage]; // what the event carries
  if (response.statusCode !== 200) throw new Error(`the stream answered ${response.statusCode}`);
  yield* response.setEncoding('utf8');
}
