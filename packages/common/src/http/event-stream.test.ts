import { Agent, get, type IncomingMessage } from 'node:http';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { testServers } from '@lyceum/testing/config';
import { type ReceivedEvent, readEvents } from '@lyceum/testing/event-stream';
import { eventually } from '@lyceum/testing/eventually';
import { testIssuer } from '@lyceum/testing/keys';
import { createTestService, gatewaySecret } from '@lyceum/testing/service';
import { ProbeEntity, probes, streamProbe } from '../../test/probe.ts';
import { createRevocations } from '../auth/revocations.ts';
import { fillPath } from '../client.ts';
import { systemClock } from '../context.ts';
import { createLogger } from '../log.ts';
import { createRedis, redisReady } from '../redis.ts';
import { startService } from '../run/start-service.ts';

const heartbeatMs = 20;
const service = createTestService(probes, {}, { migrate: true, heartbeatMs });

type How = 'count' | 'nothing' | 'missing' | 'bug-later' | 'wait' | 'flood' | 'silence';

interface Opening {
  as?: TestActor;
  url?: string;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

function open(how: How, { as = asUser(), url = service.url, signal, headers = {} }: Opening = {}): Promise<Response> {
  return fetch(url + fillPath(streamProbe, { how }, {}), {
    headers: { authorization: `Bearer ${service.token(as)}`, accept: 'text/event-stream', ...headers },
    ...(signal && { signal }),
  });
}

/** The handler of this request has come to its end. */
const handlerEnded = (requestId: string) => service.rows((db) => db.existsBy(ProbeEntity, { name: `ended ${requestId}` }));

async function collect(events: AsyncIterable<ReceivedEvent>): Promise<ReceivedEvent[]> {
  const all: ReceivedEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe('an event stream', () => {
  it('carries what the contract declares, with ids, in a head no proxy keeps back', async () => {
    const response = await open('count', { headers: { 'last-event-id': '7' } });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    expect(await collect(readEvents(response))).toEqual([
      { id: '1', data: { count: 1, after: '7' } },
      { id: '2', data: { count: expect.any(Number) } },
    ]);
  });

  it('answers 204 when there is nothing more to tell, so that browsers ask no more', async () => {
    const response = await open('nothing');
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it.each<[name: string, how: string, authorization: string | undefined, status: number, code: string, headers?: Sent]>([
    ['404 for what its handler misses', 'missing', undefined, 404, 'profile.not_found'],
    ['400 for parameters it does not take', 'sideways', undefined, 400, 'request.invalid'],
    ['401 for a token that is none', 'wait', 'Bearer a.b.c', 401, 'auth.token_invalid'],
    ['403 for another space', 'wait', undefined, 403, 'space.mismatch', { 'x-lyceum-space': 'other' }],
  ])('answers %s with a problem document instead', async (_name, how, authorization, status, code, headers = {}) => {
    const response = await service.http
      .get(`/api/v1/users/probes-stream/${how}`)
      .set('authorization', authorization ?? `Bearer ${service.token(asUser())}`)
      .set(headers);
    expect([response.status, response.body.code]).toEqual([status, code]);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });

  it('answers 401 without a token', async () => {
    const { status, body } = await service.call(streamProbe, { params: { how: 'wait' } });
    expect([status, body.code]).toEqual([401, 'auth.required']);
  });

  it('breaks off when its handler fails later, without a word about why', async () => {
    const received: ReceivedEvent[] = [];
    const reading = (async () => {
      for await (const event of readEvents(await open('bug-later'))) received.push(event);
    })();
    await expect(reading).rejects.toThrow();
    expect(received).toEqual([{ id: '1', data: { count: 1 } }]);
  });

  it('is answered to HEAD with its head alone', async () => {
    const { status, headers } = await service.http
      .head('/api/v1/users/probes-stream/wait')
      .set('authorization', `Bearer ${service.token(asUser())}`);
    expect([status, headers['content-type']]).toEqual([200, 'text/event-stream']);
  });

  it('gives signs of life while nothing happens, the first before the first event', async () => {
    const reading = new AbortController();
    for (const how of ['silence', 'wait'] as const) {
      const { promise: alive, resolve } = Promise.withResolvers<void>();
      let comments = 0;
      const onComment = () => {
        comments += 1;
        if (comments === 3) resolve();
      };
      const response = await open(how, { signal: reading.signal });
      collect(readEvents(response, onComment)).catch(() => undefined);
      await alive;
    }
    reading.abort();
  });

  it('ends its handler when the client goes away', async () => {
    const client = new AbortController();
    const response = await open('wait', { signal: client.signal, headers: { 'x-request-id': 'gone-1' } });
    await readEvents(response).next();
    expect(await handlerEnded('gone-1')).toBe(false);
    client.abort();
    await eventually(() => handlerEnded('gone-1'));
  });

  it('makes no more than a client takes', async () => {
    const slow = await openRaw('flood', { headers: { 'x-request-id': 'slow-1' } });
    const quick = await open('flood', { headers: { 'x-request-id': 'quick-1' } });
    expect(await collect(readEvents(quick))).toHaveLength(400);
    await eventually(() => handlerEnded('quick-1'));
    expect(await handlerEnded('slow-1')).toBe(false);
    expect((await readText(slow)).match(/^data: /gm)).toHaveLength(400);
    await eventually(() => handlerEnded('slow-1'));
  });

  it('ends when the session does', async () => {
    const redis = createRedis(testServers().TEST_REDIS_URL, createLogger('test', 'fatal'));
    await redisReady(redis);
    const prefix = service.testDatabase.name.replace('_', '-');
    const revocations = await createRevocations(redis, prefix, systemClock, createLogger('test', 'fatal'));
    const as = asUser();
    const [mine, theirs] = [readEvents(await open('wait', { as })), readEvents(await open('wait'))];
    await Promise.all([mine.next(), theirs.next()]);
    await revocations.revokeSession(as.sessionId, Math.ceil(Date.now() / 1000) + 900);
    expect(await mine.next()).toMatchObject({ done: true });
    expect((await open('wait', { as })).status).toBe(401);
    await theirs.return(undefined);
    await revocations.stop();
    redis.disconnect();
  });

  it('ends when the token expires', async () => {
    const events = readEvents(await open('wait'));
    await events.next();
    service.clock.advance(901_000);
    expect(await events.next()).toMatchObject({ done: true });
    service.clock.reset();
  });

  it('ends cleanly when the service stops, and a client that comes meanwhile is told to come again', async () => {
    const replica = await startReplica();
    const events = readEvents(await open('wait', { url: replica.url }));
    await events.next();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await readText(await getRaw(`${replica.url}/live`, { agent }));
    const stopped = replica.stop();
    expect(await events.next()).toMatchObject({ done: true });
    const late = await openRaw('wait', { url: replica.url, agent });
    expect([late.statusCode, await readText(late)]).toEqual([200, '']);
    await stopped;
  });

  it('is described with its events, what it takes and the end of it', async () => {
    const { paths } = (await service.http.get('/openapi.json')).body;
    const { parameters, responses } = paths['/api/v1/users/probes-stream/{how}'].get;
    expect(responses['200'].content['text/event-stream'].schema.properties).toHaveProperty('count');
    expect(responses['204'].description).toBe('There is nothing more to tell');
    expect(parameters).toContainEqual({ $ref: '#/components/parameters/Last-Event-ID' });
  });
});

/** A client that reads only when it is told to. */
function openRaw(how: How, { url = service.url, agent, headers }: { url?: string; agent?: Agent; headers?: Sent }) {
  const authorization = `Bearer ${service.token(asUser())}`;
  return getRaw(url + fillPath(streamProbe, { how }, {}), { ...(agent && { agent }), headers: { authorization, ...headers } });
}

type Sent = Record<string, string>;

function getRaw(url: string, options: { agent?: Agent; headers?: Sent }): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, options, resolve).once('error', reject);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return text;
}

/** A second process of the same service. */
function startReplica() {
  const { TEST_REDIS_URL, TEST_RABBITMQ_URL } = testServers();
  const env = {
    HOST: '127.0.0.1',
    PORT: '0',
    PUBLIC_URL: testIssuer,
    GATEWAY_SECRET: gatewaySecret,
    SERVICE_SECRET: 's'.repeat(32),
    DATABASE_URL: service.testDatabase.urlFor('users'),
    REDIS_URL: TEST_REDIS_URL,
    REDIS_PREFIX: service.testDatabase.name.replace('_', '-'),
    RABBITMQ_URL: TEST_RABBITMQ_URL,
    SERVICE_URLS: JSON.stringify({ tokens: service.keys.url }),
  };
  return startService(probes, env, { transports: false, log: createLogger('users', 'fatal') });
}
