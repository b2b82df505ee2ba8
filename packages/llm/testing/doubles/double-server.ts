import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type DoubleTls, makeCertificate } from './double-certificate.ts';
import { type DoubleCall, type DoubleControls, type DoubleRoute, doubleRoutes, type RecordedRequest } from './double-controls.ts';
import type { DoubleMode } from './double-mode.ts';
import { type DoubleReply, reset, sendReply } from './double-reply.ts';
import { createRouteState } from './route-state.ts';

interface ServerDefinition {
  readonly routes: readonly {
    readonly name: DoubleRoute;
    readonly method: 'GET' | 'POST';
    readonly path: RegExp;
    /** Refuses before the modes are asked. */
    admit?(call: DoubleCall): DoubleReply | undefined;
    answer(call: DoubleCall, mode: DoubleMode): DoubleReply;
  }[];
  /** A failure in the shape of this API. */
  failure(status: number, message: string | undefined, route: DoubleRoute | undefined): DoubleReply;
  /** Headers of every answer. */
  headers?(call: DoubleCall, route: DoubleRoute | undefined): Record<string, string>;
  /** Makes the token of the call invalid. */
  expire?(call: DoubleCall): void;
  readonly tls: DoubleTls | undefined;
}

/** An HTTP server on 127.0.0.1 that answers by routes and modes and remembers what it was asked. */
export async function startDoubleServer(definition: ServerDefinition): Promise<DoubleControls> {
  const requests: RecordedRequest[] = [];
  const states = new Map(doubleRoutes.map((name) => [name, createRouteState()]));
  const waiting = new Set<() => void>();
  const faults: unknown[] = [];
  let moment = 0;

  const certificate = definition.tls && (await makeCertificate(definition.tls));
  const server = certificate ? createHttpsServer(certificate, listener) : createHttpServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string

  const count = (route: DoubleRoute = 'chat') => requests.filter((request) => request.route === route).length;
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    caCertificate: certificate?.caCertificate,
    requests,
    count,
    inFlight: (route = 'chat') => getState(route).inFlight(),
    maxInFlight: (route = 'chat') => getState(route).maxInFlight(),
    next: (mode, route = 'chat') => getState(route).next('mode' in mode ? [mode] : mode),
    always: (mode, route = 'chat') => getState(route).always(mode),
    hold: (route = 'chat') => getState(route).hold(),
    arrived: (wanted, route) => until(() => count(route) >= wanted),
    idle: () => until(() => requests.every(({ ended }) => ended !== undefined)),
    clear() {
      requests.length = 0;
      for (const state of states.values()) state.clear();
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      for (const state of states.values()) state.clear();
      await closed;
      if (faults.length > 0) throw faults[0];
    },
  };

  function listener(incoming: IncomingMessage, response: ServerResponse): void {
    serve(incoming, response).catch((error: unknown) => {
      // A client may leave before it has sent its whole body.
      if (incoming.complete) faults.push(error);
      response.destroy();
    });
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(incoming.url ?? '/', 'http://double').pathname;
    const matching = definition.routes.filter((route) => route.path.test(path));
    const route = matching.find(({ method }) => method === incoming.method);
    const state = route && getState(route.name);
    const endings: (() => void)[] = [];
    const call = {
      path,
      headers: incoming.headers,
      body: parsed(await text(incoming)),
      onEnd: (run: () => void) => endings.push(run),
    };
    const request: RecordedRequest = {
      route: route?.name,
      method: incoming.method ?? '',
      path,
      headers: call.headers,
      body: call.body,
      started: moment++,
      ended: undefined,
      status: undefined,
      aborted: false,
    };
    const end = (aborted: boolean) => {
      if (request.ended !== undefined) return;
      request.ended = moment++;
      request.aborted = aborted;
      state?.leave();
      for (const run of endings) run();
      changed();
    };
    requests.push(request);
    state?.enter();
    response.on('close', () => end(true));
    changed();

    const send = (reply: DoubleReply, mode: DoubleMode = { mode: 'normal' }) => {
      request.status = reply.status;
      const headers = { ...definition.headers?.(call, route?.name), ...reply.headers };
      return sendReply(response, { ...reply, headers }, mode, () => end(false));
    };
    if (matching.length === 0) return send(definition.failure(404, 'Not found', undefined));
    if (!route || !state) return send(definition.failure(405, undefined, undefined));
    const refused = route.admit?.(call);
    if (refused) return send(refused);
    const mode = state.takeMode();
    await state.whenLetGo();
    if (response.destroyed) return;
    if (mode.mode === 'reset' && mode.at === 'start') return reset(response);
    if (mode.mode === 'stall' && mode.at === 'start') return;
    if (mode.mode === 'expired-token') {
      definition.expire?.(call);
      return send(definition.failure(401, undefined, route.name));
    }
    if (mode.mode === 'fail') {
      const failed = definition.failure(mode.status, mode.message, route.name);
      return send({ ...failed, headers: mode.retryAfter === undefined ? {} : { 'retry-after': `${mode.retryAfter}` } });
    }
    return send(route.answer(call, mode), mode);
  }

  function getState(route: DoubleRoute) {
    const state = states.get(route);
    if (!state) throw new Error(`${route} is no route of a double`);
    return state;
  }

  function changed(): void {
    for (const check of waiting) check();
  }

  async function until(condition: () => boolean): Promise<void> {
    if (condition()) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const check = () => condition() && resolve();
    waiting.add(check);
    await promise;
    waiting.delete(check);
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
