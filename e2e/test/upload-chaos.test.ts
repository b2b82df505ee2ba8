import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStorage } from '@lyceum/common/storage';
import { completeUpload, getUpload, presignParts, startUpload } from '@lyceum/contracts/streaming/media-upload';
import { login } from '@lyceum/contracts/tokens/session';
import { createPortChooser } from '@lyceum/dev-servers/processes/ports';
import { type Api, createApi } from '../src/api.ts';
import { poll } from '../src/poll.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';
import { type CuttingProxy, createRandom, startCuttingProxy } from './uploads/cutting-proxy.ts';
import { sendByTus } from './uploads/send-by-tus.ts';
import { sendPart } from './uploads/send-part.ts';
import { createStoreProcess, type StoreProcess } from './uploads/store-process.ts';

const megabyte = 1_000_000;
const bucket = 'chaos';
const keys = { accessKey: 'chaos', secretKey: randomBytes(16).toString('hex') };
const dataDir = mkdtempSync(join(tmpdir(), 'lyceum-chaos-'));

let stack: PrivateStack;
let api: Api;
let token: string;
let store: StoreProcess;
let storeUrl: string;
let storeProxy: CuttingProxy;
let gatewayProxy: CuttingProxy;
let streaming: ServiceProcess;
let restarts = Promise.resolve();

/** What happens between two cuts: each is one more of them. */
const restartService = async () => {
  await streaming.kill();
  streaming = await startServiceProcess('streaming', serviceEnvironment());
};
const restartStore = async () => {
  await store.kill();
  await store.start();
};
const atCuts = (events: Readonly<Record<number, () => Promise<void>>>) => (cuts: number) => {
  const event = events[cuts];
  if (event) restarts = restarts.then(event);
};

const serviceEnvironment = () => ({
  ...stack.toEnvironment('streaming'),
  ...{ S3_ENDPOINT: storeUrl, S3_PUBLIC_ENDPOINT: storeProxy.url, S3_BUCKET: bucket },
  ...{ S3_ACCESS_KEY: keys.accessKey, S3_SECRET_KEY: keys.secretKey },
  // What is made of the files is no matter of this test.
  JOBS: 'light',
});

beforeAll(async () => {
  const port = await createPortChooser('free', () => undefined)();
  storeUrl = `http://127.0.0.1:${port}`;
  const place = { dataDir: join(dataDir, 'objects'), host: '127.0.0.1', port, region: 'us-east-1' };
  store = createStoreProcess({ ...place, ...keys, buckets: [bucket], corsOrigins: [] }, bucket);
  [stack] = await Promise.all([startPrivateStack(), store.start()]);
  api = createApi(stack.gatewayUrl);
  const random = createRandom(9);
  storeProxy = await startCuttingProxy(storeUrl, {
    ...{ times: 25, passesEvery: 6, maxBytes: 16 * megabyte, random },
    onCut: atCuts({ 8: restartService, 16: restartStore }),
  });
  gatewayProxy = await startCuttingProxy(stack.gatewayUrl, {
    ...{ times: 25, passesEvery: Number.POSITIVE_INFINITY, maxBytes: 5 * megabyte, random },
    onCut: atCuts({ 7: restartService, 15: restartStore }),
  });
  await stack.services.get('streaming')?.stop();
  streaming = await startServiceProcess('streaming', serviceEnvironment());
  token = (await api.call(login, { body: stack.demo })).body.accessToken;
}, 180_000);

afterAll(async () => {
  await restarts;
  await streaming?.kill();
  await Promise.all([storeProxy?.stop(), gatewayProxy?.stop(), store?.kill(), stack?.stop()]);
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}, 30_000);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const openStore = () =>
  createStorage({
    ...{ S3_ENDPOINT: storeUrl, S3_PUBLIC_ENDPOINT: storeProxy.url, S3_REGION: 'us-east-1', S3_BUCKET: bucket },
    ...{ S3_ACCESS_KEY: keys.accessKey, S3_SECRET_KEY: keys.secretKey },
  });

async function hashSource(id: string, size: number): Promise<string> {
  const storage = await openStore();
  try {
    return sha256(await storage.get(`main/video-sources/${id}`, { maxBytes: size }));
  } finally {
    storage.stop();
  }
}

const announce = async (size: number) => (await api.call(startUpload, { token, body: { name: 'lesson.mp4', size } })).body;

/** Asks again while the service is down. */
const persist = <Found>(what: string, ask: () => Promise<Found>) => poll(what, 100_000, () => ask().catch(() => undefined));

/** Four at a time, until the store has all: asked which are there after each round. */
async function sendMissingParts(id: string, file: Buffer): Promise<void> {
  await persist('the parts', async () => {
    const { body: upload } = await api.call(getUpload, { token, params: { uploadId: id } });
    const there = new Set(upload.parts.map(({ part }) => part));
    const missing = Array.from({ length: upload.partCount }, (_, index) => index + 1).filter((part) => !there.has(part));
    if (missing.length === 0) return true;
    const parts = missing.slice(0, 4).map((part) => ({ part, md5: md5(toPart(file, upload, part)) }));
    const { body } = await api.call(presignParts, { token, params: { uploadId: id }, body: { parts } });
    await Promise.all(body.parts.map(({ part, url, headers }) => sendPart(url, headers, toPart(file, upload, part))));
    return undefined;
  });
}

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('base64');
const toPart = (file: Buffer, { partSize }: { partSize: number }, part: number) =>
  file.subarray((part - 1) * partSize, part * partSize);

it('keeps every byte of an upload in parts whose connections are cut 25 times, of expired addresses, and of restarts', async () => {
  const file = randomBytes(120 * megabyte);
  const upload = await announce(file.length);
  await api.call(presignParts, { token, params: { uploadId: upload.id }, body: { parts: [{ part: 1 }] } });
  const [row] = await stack.sql<{ id: string }>('SELECT store_upload_id AS id FROM streaming.media_uploads WHERE id = $1', [
    upload.id,
  ]);
  const storage = await openStore();
  const signedAt = new Date(Date.now() - 2 * 3_600_000);
  const content = { size: upload.partSize, signedAt };
  const expired = storage.presignPart(`main/video-sources/${upload.id}`, row?.id ?? '', 1, 3600, content);
  storage.stop();
  expect(await poll('a refusal', 10_000, async () => (await sendPart(expired, {}, toPart(file, upload, 1))) || undefined)).toBe(
    403,
  );
  await sendMissingParts(upload.id, file);
  await restarts;
  const done = await persist('the end', () => api.call(completeUpload, { token, params: { uploadId: upload.id } }));
  expect([done.body.status, storeProxy.cuts]).toEqual(['processing', 25]);
  expect(await hashSource(upload.id, file.length)).toBe(sha256(file));
}, 180_000);

it('keeps every byte of an upload by tus whose connections are cut 25 times, and of restarts', async () => {
  const file = randomBytes(80 * megabyte);
  const { id, tusUrl } = await announce(file.length);
  const address = gatewayProxy.url + new URL(tusUrl).pathname;
  await sendByTus(address, file, { token, chunkSize: 64 * megabyte, retries: 500 });
  await restarts;
  expect(gatewayProxy.cuts).toBe(25);
  const { body } = await persist('the upload', () => api.call(getUpload, { token, params: { uploadId: id } }));
  expect(body.status).toBe('completed');
  expect(await hashSource(id, file.length)).toBe(sha256(file));
}, 180_000);

it('leaves nothing else at the store, once what was abandoned is swept', async () => {
  const [parts, tus] = [await announce(20 * megabyte), await announce(20 * megabyte)];
  await api.call(presignParts, { token, params: { uploadId: parts.id }, body: { parts: [{ part: 1 }] } });
  const first = randomBytes(megabyte);
  await sendByTus(tus.tusUrl, first, { token, chunkSize: megabyte, retries: 0 });
  await stack.sql("UPDATE streaming.media_uploads SET expires_at = now() - interval '1 second' WHERE status = 'open'");
  await stack.sql("UPDATE streaming.schedules SET next_run_at = now() WHERE name = 'streaming.sweep-uploads'");
  const open = () => stack.sql("SELECT id FROM streaming.media_uploads WHERE status = 'open'");
  await poll('the sweep', 15_000, async () => (await open()).length === 0 || undefined);
  await stack.sql("UPDATE streaming.outbox SET available_at = now() WHERE name = 'streaming.clear-upload'");
  const left = () => stack.sql("SELECT id FROM streaming.outbox WHERE name = 'streaming.clear-upload'");
  await poll('the end of the jobs', 15_000, async () => (await left()).length === 0 || undefined);
  await streaming.terminate();
  await store.kill();
  const completed = await stack.sql<{ id: string }>(
    "SELECT id FROM streaming.media_uploads WHERE status = 'completed' ORDER BY id",
  );
  expect(await store.readContents()).toEqual({
    objects: completed.map(({ id }) => `main/video-sources/${id}`),
    uploads: [],
  });
}, 180_000);
