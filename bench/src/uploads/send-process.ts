import { randomBytes } from 'node:crypto';
import { completeUpload, presignParts, startUpload } from '@lyceum/contracts/streaming/media-upload';
import { createApi } from '@lyceum/e2e/api';

export interface SendRequest {
  readonly url: string;
  readonly token: string;
  readonly way: 'parts' | 'tus';
  readonly size: number;
}

const atOnce = 4;
const tusPiece = 64_000_000;

/** Sends a file of made-up bytes, as a browser does, and tells its parent in how many seconds. */
const { url, token, way, size } = JSON.parse(process.argv[2] ?? '{}') as SendRequest; // what setting.ts wrote
const api = createApi(url);
process.once('disconnect', () => process.exit(1));
const begun = performance.now();
const { body: upload } = await api.call(startUpload, { token, body: { name: 'lesson.mp4', size } });
await (way === 'parts' ? sendParts() : sendByTus());
process.send?.((performance.now() - begun) / 1000);
process.disconnect();

async function sendParts(): Promise<void> {
  const bytes = randomBytes(upload.partSize);
  const params = { uploadId: upload.id };
  for (let first = 1; first <= upload.partCount; first += 100) {
    const count = Math.min(100, upload.partCount - first + 1);
    const parts = Array.from({ length: count }, (_, index) => ({ part: first + index }));
    const { body } = await api.call(presignParts, { token, params, body: { parts } });
    const left = [...body.parts];
    const sendNext = async () => {
      for (let next = left.shift(); next; next = left.shift())
        await requireOk(await fetch(next.url, { method: 'PUT', body: bytes.subarray(0, next.size) }));
    };
    await Promise.all(Array.from({ length: atOnce }, sendNext));
  }
  const completed = await api.raw(`/api/v1${completeUpload.path.replace(':uploadId', upload.id)}`, {
    ...{ method: 'POST', headers: { authorization: `Bearer ${token}` } },
    signal: AbortSignal.timeout(300_000),
  });
  await requireOk(completed);
}

async function sendByTus(): Promise<void> {
  const bytes = randomBytes(tusPiece);
  const authorization = `Bearer ${token}`;
  for (let offset = 0; offset < size; offset += tusPiece) {
    const answer = await fetch(url + new URL(upload.tusUrl).pathname, {
      method: 'PATCH',
      headers: {
        authorization,
        ...{ 'tus-resumable': '1.0.0', 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      },
      body: bytes.subarray(0, size - offset),
    });
    await requireOk(answer);
  }
}

async function requireOk(answer: Response): Promise<void> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`answered ${answer.status}: ${text}`);
}
