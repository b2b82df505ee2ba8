import { type IncomingHttpHeaders, request } from 'node:http';
import { bucket, type TestStore } from './start-test-store.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The `<Code>` of an error document. */
  readonly code: string | undefined;
}

interface Message {
  method?: string;
  /** Percent-encoded as it is to travel: nothing normalises it. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: Buffer | string;
}

interface SignedMessage extends Message {
  query?: Readonly<Record<string, string>>;
  signingDate?: Date;
  /** Headers added after signing. */
  unsigned?: Readonly<Record<string, string>>;
}

/** Sends bytes as they are, on a connection of its own. */
export function send(store: TestStore, { method = 'GET', path, headers = {}, body }: Message): Promise<Answer> {
  const { hostname, port } = new URL(store.endpoint);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, code: /<Code>(.*?)</.exec(text)?.[1] });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Headers the signer of the SDK gives a request, for requests the SDK itself would not make. */
export async function signHeaders(store: TestStore, message: SignedMessage): Promise<Record<string, string>> {
  const { host, hostname } = new URL(store.endpoint);
  const signer = await store.client().config.signer();
  const { headers } = await signer.sign(
    {
      method: message.method ?? 'GET',
      protocol: 'http:',
      hostname,
      path: message.path,
      query: { ...message.query },
      headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...message.headers },
    },
    message.signingDate && { signingDate: message.signingDate },
  );
  return headers;
}

/** Signs in the header and sends. */
export async function sendSigned(store: TestStore, message: SignedMessage): Promise<Answer> {
  const headers = { ...(await signHeaders(store, message)), ...message.unsigned };
  const query = new URLSearchParams(message.query).toString();
  const length =
    message.body === undefined || 'transfer-encoding' in headers
      ? {}
      : { 'content-length': String(Buffer.byteLength(message.body)) };
  return send(store, { ...message, path: query ? `${message.path}?${query}` : message.path, headers: { ...length, ...headers } });
}

export function objectPath(key: string): string {
  return `/${bucket}/${key}`;
}
