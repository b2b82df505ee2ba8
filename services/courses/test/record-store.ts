import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { putRecordStore, type RecordStore } from '@lyceum/contracts/courses/record-store';
import { startOddServer } from '@lyceum/llm/testing/odd-server';
import { asAdmin, type TestActor } from '@lyceum/testing/actors';
import { z } from 'zod';
import { type Statement, statement } from '../src/reporting/statement/statement.ts';
import { service } from './courses-service.ts';

export const username = 'lyceum';
export const secret = 'secret-of-the-store';

const authorization = `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`;

/** A small record store of xAPI 1.0.3: it validates, takes a batch whole or not at all, and knows statements by their ids. */
export interface TestRecordStore {
  readonly url: string;
  /** What it has taken, in the order in which it came. */
  readonly statements: Statement[];
  /** How many statements each request had that was sent to it. */
  readonly batches: number[];
  /** What it does instead of what a store does; null for what a store does. */
  behaviour: RequestListener | null;
  /** What it waits for before it answers. */
  gate: Promise<void>;
  /** Statements that are not good enough for it, though they are valid. */
  refuses: (one: Statement) => boolean;
  /** Statements that it fails on. */
  stumblesOver: (one: Statement) => boolean;
  stop(): Promise<void>;
}

export async function startRecordStore(): Promise<TestRecordStore> {
  const server = await startOddServer((request, response) => {
    if (store.behaviour) store.behaviour(request, response);
    else void takeRequest(store, request, response);
  });
  const store: TestRecordStore = {
    url: `${server.url}/xapi`,
    statements: [],
    batches: [],
    behaviour: null,
    refuses: () => false,
    stumblesOver: () => false,
    gate: Promise.resolve(),
    stop: server.stop,
  };
  return store;
}

/** A listener that answers with this status alone. */
export const answering =
  (status: number, body = '', headers: Record<string, string> = {}): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(status, headers).end(body);
  };

/** Takes what it is sent and breaks the connection before it answers, as if the sender had been killed meanwhile. */
export const takingWithoutAnswer =
  (store: TestRecordStore): RequestListener =>
  (request, response) => {
    void text(request).then((body) => {
      store.statements.push(...z.array(statement).parse(JSON.parse(body)));
      response.destroy();
    });
  };

async function takeRequest(store: TestRecordStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = (status: number, body: unknown = '') => response.writeHead(status).end(JSON.stringify(body));
  const body = await text(request);
  if (request.headers['x-experience-api-version'] !== '1.0.3') return void answer(400, 'no version');
  if (request.url === '/xapi/about') return void answer(200, { version: ['1.0.3', '2.0.0'] });
  if (request.headers.authorization !== authorization) return void answer(401, `not ${request.headers.authorization}`);
  if (request.url !== '/xapi/statements' || request.method !== 'POST') return void answer(404);
  const sent = z.array(statement).safeParse(JSON.parse(body));
  store.batches.push(sent.data?.length ?? 0);
  await store.gate;
  if (!sent.success) return void answer(400, z.prettifyError(sent.error));
  if (sent.data.some(store.refuses)) return void answer(400, 'not in our profile');
  if (sent.data.some(store.stumblesOver)) return void answer(500, 'null pointer');
  const known = new Map(store.statements.map((one) => [one.id, JSON.stringify(one)]));
  if (sent.data.some((one) => known.has(one.id))) return void answer(409, 'there is one with this id');
  store.statements.push(...sent.data);
  answer(
    200,
    sent.data.map(({ id }) => id),
  );
}

/** Sets this store in a space of its own. */
export async function useRecordStore(
  store: Pick<TestRecordStore, 'url'>,
  settings: Partial<z.input<typeof putRecordStore.body>> = {},
  admin: TestActor = asAdmin({ space: `lrs-${randomUUID().slice(0, 8)}` }),
): Promise<{ admin: TestActor; settings: RecordStore }> {
  const body = { endpoint: store.url, username, secret, ...settings };
  const response = await service.call(putRecordStore, { as: admin, body });
  if (response.status !== 200) throw new Error(`${response.status}: ${JSON.stringify(response.body)}`);
  return { admin, settings: response.body };
}
