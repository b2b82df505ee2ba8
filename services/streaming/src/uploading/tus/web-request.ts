import { PassThrough, Readable } from 'node:stream';
import type { ProtocolRequest, ProtocolResponse } from '@lyceum/common/protocol';

/**
 * A request as the library takes it. Where its connection is cut, its body ends as if it had been meant to: what has come is kept. Once
 * it is answered, the rest is read and dropped.
 */
export function toWebRequest(request: ProtocolRequest, response: ProtocolResponse): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value);
  const url = new URL(request.originalUrl, 'http://localhost');
  if (request.method !== 'PATCH' && request.method !== 'POST') return new Request(url, { method: request.method, headers });
  const body = new PassThrough();
  const end = () => {
    request.unpipe(body);
    if (!body.writableEnded) body.end();
  };
  request.on('error', end).on('close', end).pipe(body);
  response.on('close', () => {
    end();
    request.resume();
  });
  return new Request(url, { method: request.method, headers, body: Readable.toWeb(body), duplex: 'half' });
}

/** Sends what the library answers, without what is the gateway's to say. */
export function sendAnswer(answer: Response, response: ProtocolResponse): void {
  for (const [name, value] of answer.headers) if (!/^(access-control-|content-)/.test(name)) response.set(name, value);
  response.status(answer.status).end();
}
