import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import { problemDocument } from '@lyceum/contracts/shared/problem-document';
import type { ApiOperation } from './api-documents.ts';

/** No 5xx, no status the operation does not declare, no success that its contract would not allow, no failure without a document. */
export async function expectWithinContract(response: Response, operation: ApiOperation, endpoint: Endpoint): Promise<void> {
  const bytes = await readBytes(response);
  const text = new TextDecoder().decode(bytes);
  if (response.status >= 500) throw new Error(`answered ${response.status}: ${text}`);
  if (response.status === 304) return;
  expect(Object.keys(operation.responses)).toContain(String(response.status));
  if (response.status >= 400) {
    const types = ['application/problem+json', ...(endpoint.oauthErrors ? ['application/json'] : [])];
    expect(types).toContain(response.headers.get('content-type')?.split(';')[0]);
    expect(problemDocument.parse(JSON.parse(text)).status).toBe(response.status);
    return;
  }
  for (const answer of getAnswers(response, bytes, text)) endpoint.response.parse(answer);
}

const watchedMs = 300;

/** All of an answer; of a stream, which may never end, what it says at once. */
async function readBytes(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!isStream || !response.body) return new Uint8Array(await response.arrayBuffer());
  const reader = response.body.getReader();
  const leaving = AbortSignal.timeout(watchedMs);
  leaving.addEventListener('abort', () => void reader.cancel());
  const chunks: Uint8Array[] = [];
  for (let read = await reader.read(); read.value; read = await reader.read()) chunks.push(read.value);
  // What was cut off after the last whole event is none.
  const text = Buffer.concat(chunks).toString();
  return new Uint8Array(Buffer.from(text.slice(0, text.lastIndexOf('\n\n') + 2)));
}

const texts = ['text/html', 'text/vtt', 'application/vnd.apple.mpegurl'];

/** One answer, or the events of a stream. */
function getAnswers(response: Response, bytes: Uint8Array, text: string): unknown[] {
  const location = response.headers.get('location');
  if (location) return [{ location }];
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';', 1);
  if (type === 'application/octet-stream') return [bytes];
  if (texts.includes(type)) return [text];
  if (type !== 'text/event-stream') return [text ? JSON.parse(text) : undefined];
  return [...text.matchAll(/^data: ?(.*)$/gm)].map(([, data]) => JSON.parse(data ?? ''));
}
