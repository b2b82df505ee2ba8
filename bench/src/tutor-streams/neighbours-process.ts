import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { getTutorAccess } from '@lyceum/contracts/courses/tutor-access';
import type { z } from 'zod';
import { processEnvironment } from '../config.ts';
import { tokensPerAnswer, tokensPerSecond } from './stamps.ts';

const { BENCH_LESSON: lessonId = '', BENCH_VERSION: versionId = '' } = processEnvironment();

const lesson = { lessonId, title: 'Урок', type: 'text', moduleTitle: 'Модуль', versionId, lock: null } as const;
const access: z.input<typeof getTutorAccess.response> = {
  ...{ title: 'Курс', language: 'ru', teaches: false, lessons: [lesson], attempt: null },
};

/** Writes as a model does: a word at even intervals, each with the moment at which it was sent. */
async function write(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const start = performance.now();
  for (let count = 0; count < tokensPerAnswer && !response.destroyed; count += 1) {
    const wait = start + (count * 1000) / tokensPerSecond - performance.now();
    if (wait > 1) await delay(wait);
    const sentAt = (performance.timeOrigin + performance.now()).toFixed(1);
    response.write(`data: ${JSON.stringify({ type: 'text', text: `${count}@${sentAt} ` })}\n\n`);
  }
  const usage = { inputTokens: 1, outputTokens: tokensPerAnswer, cost: null };
  response.end(`data: ${JSON.stringify({ type: 'finish', finishReason: 'stop', usage })}\n\n`);
  request.resume();
}

const server = createServer((request, response) => {
  const { url = '' } = request;
  if (url.endsWith('/internal/models/texts')) void write(request, response);
  else {
    const body = url.includes('/internal/models/tasks/') ? { names: ['bench/model'], outline: false } : access;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
process.once('disconnect', () => process.exit());
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`); // a TCP server's address is never a string
