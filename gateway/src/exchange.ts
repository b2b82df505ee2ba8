import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestIdPattern } from '@lyceum/common/request-rules';
import { type RequestHead, readHead } from './request-head.ts';
import { apiSecurityHeaders } from './security-headers.ts';

/** State of the gateway that each answer depends on. */
export interface Lifecycle {
  /** The gateway stops: every answer closes its connection, so that no client sends another request into its end. */
  draining: boolean;
}

/** One request and the answer to it, while they pass the gateway. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly head: RequestHead;
  /** Path and query as the client sent them. */
  readonly url: string;
  readonly requestId: string;
  /** Headers of any answer to this request, name and value in turn; see `ownHeaders`. */
  readonly answerHeaders: string[];
  readonly lifecycle: Lifecycle;
  /** Each is called once, when the answer is out or its connection gone: one listener of `close` for all costs less than one each. */
  readonly onClose: (() => void)[];
}

export function openExchange(req: IncomingMessage, res: ServerResponse, lifecycle: Lifecycle): Exchange {
  const head = readHead(req);
  const requestId = head.requestId && requestIdPattern.test(head.requestId) ? head.requestId : randomUUID();
  const answerHeaders = [...apiSecurityHeaders, 'x-request-id', requestId];
  const onClose: Exchange['onClose'] = [];
  res.on('close', () => {
    for (const listener of onClose) listener();
  });
  return { req, res, head, url: originForm(req.url ?? '/'), requestId, answerHeaders, lifecycle, onClose };
}

/** The gateway's part of an answer that is sent now; a copy, to which the rest may be added. */
export function ownHeaders({ answerHeaders, lifecycle }: Exchange): string[] {
  return lifecycle.draining ? [...answerHeaders, 'connection', 'close'] : answerHeaders.slice();
}

/** A server must also take the absolute form that is meant for proxies (RFC 9112 section 3.2.2). */
function originForm(url: string): string {
  if (url.startsWith('/')) return url;
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '');
  return path.startsWith('/') ? path : `/${path}`;
}
