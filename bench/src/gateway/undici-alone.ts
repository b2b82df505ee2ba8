import type { IncomingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import { type Dispatcher, Pool } from 'undici';

/** What forwarding costs at least: no headers are changed, nothing is checked, no failure is dealt with. */
export function undiciAlone(upstream: string): RequestListener {
  const pool = new Pool(upstream);
  return (req, res) => {
    const { url: path = '/', method = 'GET' } = req;
    pool.dispatch({ path, method, headers: withoutConnection(req.rawHeaders) }, createHandler(res));
  };
}

function createHandler(res: ServerResponse): Dispatcher.DispatchHandler {
  return {
    onRequestStart() {
      // undici asks for it.
    },
    onResponseStart(_controller, status, headers) {
      res.writeHead(status, toHeaders(headers));
    },
    onResponseData(_controller, chunk) {
      res.write(chunk);
    },
    onResponseEnd() {
      res.end();
    },
    onResponseError() {
      res.destroy();
    },
  };
}

function toHeaders({ connection: _, 'keep-alive': _keepAlive, 'transfer-encoding': _coding, ...rest }: IncomingHttpHeaders) {
  return rest;
}

function withoutConnection(raw: readonly string[]): string[] {
  const headers: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    if (raw[index]?.toLowerCase() !== 'connection') headers.push(String(raw[index]), String(raw[index + 1]));
  }
  return headers;
}
