import { type Exchange, ownHeaders } from './exchange.ts';

// The last ones of both lists are of tus 1.0.
const allowedMethods = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';
const allowedHeaders =
  'authorization, content-type, accept-language, idempotency-key, if-match, if-none-match, last-event-id, range, x-request-id, x-requested-with, tus-resumable, upload-length, upload-offset, upload-metadata, upload-checksum, upload-expires';
const exposedHeaders =
  'etag, location, link, deprecation, sunset, content-disposition, retry-after, ratelimit, ratelimit-policy, idempotency-replayed, www-authenticate, x-request-id, tus-resumable, tus-version, tus-extension, tus-max-size, upload-offset, upload-length, upload-metadata, upload-expires';
/** Two hours, the most that Chrome keeps. */
const preflightMaxAgeSeconds = '7200';

export interface Cors {
  allows(origin: string): boolean;
  /** Lets the browser of an allowed origin read the answer, whatever it will be. */
  admit(exchange: Exchange): void;
  /** Answers a preflight (Fetch standard, CORS protocol); false when the request is none. */
  answerPreflight(exchange: Exchange): boolean;
}

/** Exact origins only; credentials are allowed, so a wildcard would be refused by browsers anyway. */
export function createCors(origins: readonly string[]): Cors {
  const allowed = new Set(origins);
  const allows = (origin: string) => allowed.has(origin);

  return {
    allows,
    admit({ head, answerHeaders }) {
      if (allowed.size > 0) answerHeaders.push('vary', 'origin');
      if (!head.origin || !allows(head.origin)) return;
      answerHeaders.push('access-control-allow-origin', head.origin, 'access-control-allow-credentials', 'true');
      answerHeaders.push('access-control-expose-headers', exposedHeaders);
    },
    answerPreflight(exchange) {
      const { req, res, head, answerHeaders } = exchange;
      if (req.method !== 'OPTIONS' || !head.origin || !head.preflightMethod) return false;
      if (allows(head.origin)) {
        answerHeaders.push('access-control-allow-methods', allowedMethods, 'access-control-allow-headers', allowedHeaders);
        answerHeaders.push('access-control-max-age', preflightMaxAgeSeconds);
      }
      res.writeHead(204, ownHeaders(exchange)).end();
      return true;
    },
  };
}
