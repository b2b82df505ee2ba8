import type { Reply } from './reply.ts';
import { S3Error } from './s3-error.ts';

const allowedMethods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
const exposedHeaders =
  'ETag, Accept-Ranges, Content-Disposition, Content-Encoding, Content-Length, Content-Range, Last-Modified, x-amz-request-id';
const maxAgeSeconds = '3000';

/** What a browser needs to hand the answer to a page of an allowed origin. Others get an answer their browser withholds. */
export function corsHeaders(origin: string | undefined, allowed: ReadonlySet<string>): Record<string, string> {
  const vary = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';
  if (origin === undefined || !allowed.has(origin)) return { vary };
  return { vary, 'access-control-allow-origin': origin, 'access-control-expose-headers': exposedHeaders };
}

/** Preflights carry no signature, so they are answered without one. Throws AccessForbidden for an origin that is not allowed. */
export function answerPreflight(headers: ReadonlyMap<string, string>, allowed: ReadonlySet<string>): Reply {
  const origin = headers.get('origin');
  const method = headers.get('access-control-request-method');
  if (origin === undefined || method === undefined) {
    throw new S3Error('BadRequest', { message: 'A preflight needs Origin and Access-Control-Request-Method.' });
  }
  if (!allowed.has(origin) || !allowedMethods.includes(method)) throw new S3Error('AccessForbidden');
  const requested = headers.get('access-control-request-headers');
  return {
    status: 200,
    headers: {
      'access-control-allow-methods': allowedMethods.join(', '),
      ...(requested !== undefined && { 'access-control-allow-headers': requested }),
      'access-control-max-age': maxAgeSeconds,
    },
  };
}
