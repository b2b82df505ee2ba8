import type { ServiceName } from '@lyceum/contracts/services';
import supertest from 'supertest';

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT';

/** A method and the path as it is sent, below `/content/<service>`: `GET /launches/a-token/index.html`. */
export type ContentAddress = `${Method} /${string}`;

export interface ContentInput {
  /** What the gateway puts for a request under `/s/<space>`. */
  space?: string | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  body?: string | undefined;
}

export interface ContentReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A request at the content address of a service that listens at `url`. */
export async function requestContent(
  url: string,
  service: ServiceName,
  address: ContentAddress,
  { space, headers = {}, body }: ContentInput = {},
): Promise<ContentReply> {
  const [method, path] = address.split(' ', 2) as [Method, string]; // the type of the address says so
  const name = method.toLowerCase() as 'get'; // supertest names its methods like HTTP does
  const request = supertest(url)[name](`/content/${service}${path}`).responseType('blob');
  if (space) void request.set('x-lyceum-space', space);
  // What a browser says of the text that it sends as a page goes away.
  if (body !== undefined) void request.set('content-type', 'text/plain;charset=UTF-8');
  for (const [header, value] of Object.entries(headers)) void request.set(header, value);
  const response = await (body === undefined ? request : request.send(body));
  // Nothing is read where an answer has no body.
  return {
    status: response.status,
    headers: response.headers,
    body: Buffer.isBuffer(response.body) ? response.body : Buffer.alloc(0),
  };
}
