import { type DomainError, toProblemDocument } from '@lyceum/common/errors';
import { invalidTokenChallenge, preferredLocale } from '@lyceum/common/request-rules';
import type { Problem } from '@lyceum/contracts/define/problem';
import { authTokenInvalid } from '@lyceum/contracts/shared/common-problems';
import { type Exchange, ownHeaders } from './exchange.ts';
import { discardRest } from './request-body.ts';

interface Refusal {
  /** Seconds. */
  retryAfter?: number;
  errors?: DomainError['details']['errors'];
  /** The connection is of no more use: its framing is not to be trusted, or its client holds it on purpose. */
  close?: boolean;
  /** Further headers, name and value in turn. */
  headers?: readonly string[];
}

/** Answers with a problem document (RFC 9457); an answer that has begun is cut off, so that nobody takes it for whole. */
export function refuse(
  exchange: Exchange,
  problem: Problem,
  { retryAfter, errors, close = false, headers = [] }: Refusal = {},
): void {
  const { req, res, head, url, requestId } = exchange;
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const locale = preferredLocale(head.acceptLanguage);
  const queryStart = url.indexOf('?');
  const instance = queryStart === -1 ? url : url.slice(0, queryStart);
  const body = JSON.stringify(toProblemDocument(problem, { locale, instance, requestId, ...(errors && { errors }) }));
  const out = ownHeaders(exchange);
  out.push('content-type', 'application/problem+json; charset=utf-8', 'content-language', locale);
  out.push('content-length', String(Buffer.byteLength(body)), 'cache-control', 'no-store', ...headers);
  if (close) out.push('connection', 'close');
  if (retryAfter !== undefined) out.push('retry-after', String(retryAfter));
  if (problem === authTokenInvalid) out.push('www-authenticate', invalidTokenChallenge);
  res.writeHead(problem.status, out).end(body);
  discardRest(req);
}
