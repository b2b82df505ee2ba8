import { createServer as createHttpServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type DoubleTls, makeCertificate } from './double-certificate.ts';
import { createModeQueue, type DoubleMode } from './double-mode.ts';
import { type DoubleReply, reset, sendReply } from './double-reply.ts';

/** Kinds of calls, each with its own modes. */
export type DoubleRoute = 'oauth' | 'chat' | 'embeddings' | 'tokens' | 'models';

export interface RecordedRequest {
  readonly route: DoubleRoute | undefined;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed when it is JSON, else the text. */
  readonly body: unknown;
  /** Places among all starts and ends: two requests overlapped when each started before the other ended. */
  readonly started: number;
  ended: number | undefined;
  /** Of the answer; undefined while there is none. */
  status: number | undefined;
  /** Whether the client left, or the double reset the connection, before the answer was whole. */
  aborted: boolean;
}

export interface DoubleCall {
  readonly request: RecordedRequest;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  /** Runs when the call has ended, however it did. */
  onEnd(run: () => void): void;
}

interface RouteDefinition {
  readonly name: DoubleRoute;
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  /** Refuses before the modes are asked. */
  admit?(call: DoubleCall): DoubleReply | undefined;
  answer(call: DoubleCall, mode: DoubleMode): DoubleReply;
}

interface ServerDefinition {
  readonly routes: readonly RouteDefinition[];
  /** A failure in the shape of this API. */
  failure(status: number, message: string | undefined, route: DoubleRoute | undefined): DoubleReply;
  readonly tls: DoubleTls | undefined;
}

/** What a test may do with a double, whatever it doubles. Calls are `chat` ones where no route is named. */
export interface DoubleControls {
  /** Without a path, such as `https://127.0.0.1:40123`. */
  readonly url: string;
  /** PEM of the authority to trust; undefined over plain HTTP. */
  readonly caCertificate: string | undefined;
  /** All of them, in the order they came. */
  readonly requests: readonly RecordedRequest[];
  count(route?: DoubleRoute): number;
  /** Calls that are being answered now, and the most there were at once. */
  inFlight(route?: DoubleRoute): number;
  maxInFlight(route?: DoubleRoute): number;
  /** How the next calls are answered, one mode each; then `always` applies again. */
  next(mode: DoubleMode | readonly DoubleMode[], route?: DoubleRoute): void;
  /** How all calls are answered that no `next` is about. */
  always(mode: DoubleMode, route?: DoubleRoute): void;
  /** Calls wait, unanswered, until the returned function is called. */
  hold(route?: DoubleRoute): () => void;
  /** Resolves when so many calls have come since the start or the last `clear`. */
  arrived(count: number, route?: DoubleRoute): Promise<void>;
  /** Resolves when no request is being answered any more. */
  idle(): Promise<void>;
  /** Forgets requests, figures and modes, and lets go what is held. */
  clear(): void;
  stop(): Promise<void>;
}

const routeNames: readonly DoubleRoute[] = ['oauth', 'chat', 'embeddings', 'tokens', 'models'];

export async function startDoubleServer({ routes, failure, tls }: ServerDefinition): Promise<DoubleControls> {
  const requests: RecordedRequest[] = [];
  const states = new Map(routeNames.map((name) => [name, createRouteState()]));
  const listeners = new Set<() => void>();
  let moment = 0;

  const stateOf = (route: DoubleRoute) => states.get(route) ?? createRouteState();
  const changed = () => {
    for (const listener of listeners) listener();
  };

  async function until(condition: () => boolean): Promise<void> {
    if (condition()) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const listener = () => condition() && resolve();
    listeners.add(listener);
    await promise;
    listeners.delete(listener);
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(incoming.url ?? '/', 'http://double').pathname;
    const matching = routes.filter((route) => route.path.test(path));
    const route = matching.find(({ method }) => method === incoming.method);
    const request: RecordedRequest = {
      route: route?.name,
      method: incoming.method ?? '',
      path,
      headers: incoming.headers,
      body: parsed(await text(incoming)),
      started: moment++,
      ended: undefined,
      status: undefined,
      aborted: false,
    };
    requests.push(request);
    const endings: (() => void)[] = [];
    const state = route && stateOf(route.name);
    state?.enter();
    const end = (aborted: boolean) => {
      if (request.ended !== undefined) return;
      request.ended = moment++;
      request.aborted = aborted;
      state?.leave();
      for (const run of endings) run();
      changed();
    };
    response.on('close', () => end(true));
    changed();

    const call = { request, path, headers: incoming.headers, body: request.body, onEnd: (run: () => void) => endings.push(run) };
    const send = (reply: DoubleReply, mode: DoubleMode) => {
      request.status = reply.status;
      return sendReply(response, reply, mode, () => end(false));
    };
    const normal = { mode: 'normal' } as const;
    if (!route || !state) return send(failure(matching.length > 0 ? 405 : 404, undefined, undefined), normal);
    const refused = route.admit?.(call);
    if (refused) return send(refused, normal);
    const mode = state.modes.take();
    await state.held();
    if (response.destroyed) return;
    if (mode.mode === 'reset' && mode.at === 'start') return reset(response);
    if (mode.mode === 'stall' && mode.at === 'start') return;
    if (mode.mode !== 'fail') return send(route.answer(call, mode), mode);
    const { headers, ...failed } = failure(mode.status, mode.message, route.name);
    const wait = mode.retryAfter === undefined ? {} : { 'retry-after': `${mode.retryAfter}` };
    return send({ ...failed, headers: { ...headers, ...wait } }, mode);
  }

  const certificate = tls && (await makeCertificate(tls));
  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    serve(incoming, response).catch((error: unknown) => {
      // A fault of the double or of the test's own answer: loud, and not to be taken for one of the provider's.
      if (response.headersSent) response.destroy();
      else response.writeHead(599).end(String(error));
    });
  };
  const server = certificate ? createHttpsServer(certificate, listener) : createHttpServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string

  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    caCertificate: certificate?.caCertificate,
    requests,
    count: (route = 'chat') => requests.filter((request) => request.route === route).length,
    inFlight: (route = 'chat') => stateOf(route).inFlight(),
    maxInFlight: (route = 'chat') => stateOf(route).maxInFlight(),
    next: (mode, route = 'chat') => stateOf(route).modes.next('mode' in mode ? [mode] : mode),
    always: (mode, route = 'chat') => stateOf(route).modes.always(mode),
    hold: (route = 'chat') => stateOf(route).hold(),
    arrived: (count, route = 'chat') => until(() => requests.filter((request) => request.route === route).length >= count),
    idle: () => until(() => requests.every(({ ended }) => ended !== undefined)),
    clear() {
      requests.length = 0;
      for (const state of states.values()) state.clear();
    },
    async stop() {
      for (const state of states.values()) state.clear();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function createRouteState() {
  const modes = createModeQueue();
  let held: { promise: Promise<void>; resolve(): void } | undefined;
  let inFlight = 0;
  let maxInFlight = 0;
  return {
    modes,
    enter() {
      inFlight += 1;
      maxInFlight = Math.max(maxInFlight, inFlight);
    },
    leave() {
      inFlight -= 1;
    },
    inFlight: () => inFlight,
    maxInFlight: () => maxInFlight,
    hold() {
      const own = held ?? Promise.withResolvers<void>();
      held = own;
      return () => {
        own.resolve();
        if (held === own) held = undefined;
      };
    },
    held: async () => held?.promise,
    clear() {
      modes.clear();
      held?.resolve();
      held = undefined;
      maxInFlight = inFlight;
    },
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
