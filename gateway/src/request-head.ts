import type { IncomingMessage } from 'node:http';

/** What one pass over the headers of a request found. */
export interface RequestHead {
  /** What the service gets, name and value in turn: nothing hop-by-hop, nothing that claims an identity or an origin. */
  readonly forwarded: string[];
  authorization?: string;
  host?: string;
  origin?: string;
  accept?: string;
  acceptLanguage?: string;
  requestId?: string;
  preflightMethod?: string;
  forwardedFor?: string;
  forwardedProto?: string;
  forwardedHost?: string;
  /** Bytes; undefined when there is no body or its length is not known. */
  contentLength?: number;
  chunked: boolean;
  expectsContinue: boolean;
  /** A header that may stand only once stood twice, so that gateway and service could read different ones. */
  ambiguous: boolean;
}

/** Reads what the gateway needs and copies what may go on (RFC 9110 section 7.6.1). */
export function readHead(req: IncomingMessage): RequestHead {
  const head: RequestHead = { forwarded: [], chunked: false, expectsContinue: false, ambiguous: false };
  const raw = req.rawHeaders;
  let connection: string | undefined;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = String(raw[index]).toLowerCase();
    const value = String(raw[index + 1]);
    switch (name) {
      case 'authorization':
        head.ambiguous ||= head.authorization !== undefined;
        head.authorization = value;
        break;
      case 'host':
        head.ambiguous ||= head.host !== undefined;
        head.host = value;
        continue;
      case 'origin':
        head.origin = value;
        break;
      case 'accept':
        head.accept = value;
        break;
      case 'accept-language':
        head.acceptLanguage = value;
        break;
      case 'access-control-request-method':
        head.preflightMethod = value;
        break;
      case 'connection':
        connection = connection ? `${connection},${value}` : value;
        continue;
      case 'content-length':
        head.contentLength = Number(value);
        continue;
      case 'transfer-encoding':
        // Another coding below the chunks would be lost on the way.
        head.ambiguous ||= head.chunked || value.toLowerCase() !== 'chunked';
        head.chunked = true;
        continue;
      case 'expect':
        head.expectsContinue = req.httpVersion !== '1.0' && value.toLowerCase() === '100-continue';
        continue;
      case 'x-request-id':
        head.requestId = value;
        continue;
      case 'x-forwarded-for':
        head.forwardedFor = head.forwardedFor ? `${head.forwardedFor},${value}` : value;
        continue;
      case 'x-forwarded-proto':
        head.forwardedProto = value;
        continue;
      case 'x-forwarded-host':
        head.forwardedHost = value;
        continue;
      default:
        if (isHopByHop(name) || claimsIdentity(name)) continue;
    }
    head.forwarded.push(name, value);
  }
  if (connection && !plainConnection.has(connection.toLowerCase())) removeListed(head.forwarded, connection);
  return head;
}

const hopByHop = new Set([
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'proxy-authenticate',
  'te',
  'trailer',
  'upgrade',
]);
const plainConnection = new Set(['keep-alive', 'close', 'upgrade']);

/** True for headers of one connection that no proxy passes on; `connection` and `transfer-encoding` are handled apart. */
export function isHopByHop(name: string): boolean {
  return hopByHop.has(name);
}

function claimsIdentity(name: string): boolean {
  if (!name.startsWith('x-')) return name === 'forwarded';
  return name.startsWith('x-lyceum-') || name.startsWith('x-user-') || name.startsWith('x-forwarded-') || name === 'x-real-ip';
}

/** Takes out the headers that `Connection` names. */
function removeListed(headers: string[], connection: string): void {
  const listed = new Set(connection.split(',').map((token) => token.trim().toLowerCase()));
  for (let index = headers.length - 2; index >= 0; index -= 2) {
    if (listed.has(String(headers[index]))) headers.splice(index, 2);
  }
}
