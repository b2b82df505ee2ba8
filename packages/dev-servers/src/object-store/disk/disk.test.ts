import { randomBytes } from 'node:crypto';
import { appendFile, copyFile, readdir, truncate, unlink, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage, request } from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { signHeaders } from '../send-signed.ts';
import { bucket, startTestStore, type TestStore } from '../start-test-store.ts';
import { Disk } from './disk.ts';
import { writeObjectFile } from './object-file.ts';

let store: TestStore;

beforeEach(async () => {
  store = await startTestStore();
});

afterEach(async () => {
  await store.dispose();
  expect(store.faults).toEqual([]);
});

const put = (Key: string, Body: string | Buffer) => store.client().send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
const read = async (Key: string) =>
  (await store.client().send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString();
const list = async () => {
  const { Contents = [] } = await store.client().send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.map(({ Key }) => Key);
};
const getFiles = (...folder: string[]) => readdir(path.join(store.dataDir, ...folder));
const objectFiles = () => getFiles('buckets', bucket);

describe('a restart', () => {
  it('keeps buckets, objects and what describes them', async () => {
    const s3 = store.client();
    await s3.send(new CreateBucketCommand({ Bucket: 'second' }));
    const Metadata = { owner: '42' };
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'папка/a', Body: 'first', ContentType: 'text/plain', Metadata }));
    await put('b', 'deleted');
    await put('папка/a', 'replaced');
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'папка/a', Body: 'last', ContentType: 'text/plain', Metadata }));
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'b' }));
    const before = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'папка/a' }));
    await before.Body?.transformToString();

    await store.restart();
    expect(await list()).toEqual(['папка/a']);
    const after = await store.client().send(new GetObjectCommand({ Bucket: bucket, Key: 'папка/a' }));
    expect(await after.Body?.transformToString()).toBe('last');
    expect(after).toMatchObject({ ETag: before.ETag, LastModified: before.LastModified, ContentType: 'text/plain', Metadata });
    expect((await store.client().send(new HeadBucketCommand({ Bucket: 'second' }))).$metadata.httpStatusCode).toBe(200);
    await put('c', 'after');
    expect([await read('c'), await read('папка/a')]).toEqual(['after', 'last']);
  });

  it('keeps an upload that was begun', async () => {
    const { UploadId } = await store
      .client()
      .send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'mp', ContentType: 'text/plain' }));
    const upload = { Bucket: bucket, Key: 'mp', UploadId };
    await store.client().send(new UploadPartCommand({ ...upload, PartNumber: 2, Body: 'part' }));
    await store.restart();
    const { Parts = [] } = await store.client().send(new ListPartsCommand(upload));
    expect(Parts.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([[2, 4]]);
    const chosen = Parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    await store.client().send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: chosen } }));
    expect(await read('mp')).toBe('part');
  });
});

describe('a crash', () => {
  it('between publishing a version and deleting the one before leaves the new one', async () => {
    await put('a', 'old');
    const folder = path.join(store.dataDir, 'buckets', bucket);
    const [old = ''] = await objectFiles();
    const saved = path.join(store.dataDir, 'saved');
    await copyFile(path.join(folder, old), saved);
    await put('a', 'new');
    expect(await objectFiles()).not.toContain(old);
    await copyFile(saved, path.join(folder, old));
    await store.restart();
    expect(await read('a')).toBe('new');
    expect([await list(), await objectFiles()]).toEqual([['a'], [expect.not.stringMatching(`^${old}$`)]]);
  });

  it('while a file is written leaves nothing of it', async () => {
    await put('a', 'kept');
    await writeFile(path.join(store.dataDir, 'incoming', 'half-written'), 'abc');
    await store.restart();
    expect([await list(), await getFiles('incoming')]).toEqual([['a'], []]);
  });

  it('of the machine sets damaged uploads and parts aside', async () => {
    const s3 = store.client();
    const begin = async (Key: string) =>
      (await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key }))).UploadId ?? '';
    const [lost, kept] = [await begin('lost'), await begin('kept')];
    for (const PartNumber of [1, 2])
      await s3.send(new UploadPartCommand({ Bucket: bucket, Key: 'kept', UploadId: kept, PartNumber, Body: 'part' }));
    await truncate(path.join(store.dataDir, 'uploads', lost, 'upload'), 5);
    await truncate(path.join(store.dataDir, 'uploads', kept, '1'), 5);
    await store.restart();
    const { Uploads } = await store.client().send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(Uploads?.map(({ UploadId }) => UploadId)).toEqual([kept]);
    const { Parts } = await store.client().send(new ListPartsCommand({ Bucket: bucket, Key: 'kept', UploadId: kept }));
    expect(Parts?.map(({ PartNumber }) => PartNumber)).toEqual([2]);
    expect(await getFiles('damaged')).toHaveLength(2);
  });

  it('of the machine sets damaged files aside and serves the others', async () => {
    for (const key of ['cut', 'overwritten', 'whole']) await put(key, `content of ${key}`);
    const files = (await objectFiles()).sort().map((name) => path.join(store.dataDir, 'buckets', bucket, name));
    await truncate(files[0] ?? '', 20);
    await appendFile(files[1] ?? '', Buffer.alloc(4096));
    await writeFile(path.join(store.dataDir, 'buckets', bucket, '99'), '');
    await store.restart();
    expect(await list()).toEqual(['whole']);
    expect(await read('whole')).toBe('content of whole');
    expect(await getFiles('damaged')).toHaveLength(3);
    await put('cut', 'again');
    expect(await read('cut')).toBe('again');
  });
});

describe('at the same time', () => {
  it('many writes of one key leave one of them, whole', async () => {
    const bodies = Array.from({ length: 20 }, (_, index) => Buffer.alloc(200_000 + index, index));
    const etags = (await Promise.all(bodies.map((body) => put('a', body)))).map(({ ETag }) => ETag);
    const got = await store.client().send(new GetObjectCommand({ Bucket: bucket, Key: 'a' }));
    const content = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
    const winner = bodies.findIndex((body) => body.equals(content));
    expect(winner).toBeGreaterThanOrEqual(0);
    expect(got.ETag).toBe(etags[winner]);
    expect([await objectFiles(), await getFiles('incoming')]).toEqual([[expect.any(String)], []]);
    await store.restart();
    const again = await store.client().send(new GetObjectCommand({ Bucket: bucket, Key: 'a' }));
    expect(Buffer.from((await again.Body?.transformToByteArray()) ?? []).equals(content)).toBe(true);
  });

  it('many writes that ask for a new key create it once', async () => {
    const create = (index: number) =>
      store
        .client()
        .send(new PutObjectCommand({ Bucket: bucket, Key: 'a', Body: `by ${index}`, IfNoneMatch: '*' }))
        .then(
          () => index,
          (error: Error) => error.name,
        );
    const results = await Promise.all(Array.from({ length: 20 }, (_, index) => create(index)));
    const winners = results.filter((result) => typeof result === 'number');
    expect(winners).toHaveLength(1);
    expect(results.filter((result) => result === 'PreconditionFailed')).toHaveLength(19);
    expect(await read('a')).toBe(`by ${winners[0]}`);
    expect(await getFiles('incoming')).toEqual([]);
  });

  it('a reader gets the version it began with while the object is replaced and deleted', async () => {
    const content = randomBytes(8_000_000);
    await put('a', content);
    const got = await store.client().send(new GetObjectCommand({ Bucket: bucket, Key: 'a' }));
    await put('a', 'new');
    await store.client().send(new DeleteObjectCommand({ Bucket: bucket, Key: 'a' }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(content)).toBe(true);
    expect(await objectFiles()).toEqual([]);
  });

  it('an upload is completed once', async () => {
    const s3 = store.client();
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'mp' }));
    const upload = { Bucket: bucket, Key: 'mp', UploadId };
    const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'part' }));
    const complete = () =>
      s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } })).then(
        () => 'completed',
        (error: Error) => error.name,
      );
    const results = await Promise.all(Array.from({ length: 5 }, complete));
    expect(results.sort()).toEqual(['NoSuchUpload', 'NoSuchUpload', 'NoSuchUpload', 'NoSuchUpload', 'completed']);
    expect([await read('mp'), await objectFiles(), await getFiles('incoming')]).toEqual(['part', [expect.any(String)], []]);
  });
});

describe('what happens while an upload is on its way', () => {
  /** Sends half of a body, waits until the store is writing it, does something else, and sends the rest. */
  async function putAround(
    message: { path: string; query?: Record<string, string> },
    meanwhile: () => Promise<unknown>,
  ): Promise<unknown[]> {
    const { hostname, port } = new URL(store.endpoint);
    const headers = { ...(await signHeaders(store, { method: 'PUT', ...message })), 'content-length': '8' };
    const target = `${message.path}?${new URLSearchParams(message.query)}`;
    const outgoing = request({ hostname, port, method: 'PUT', path: target, headers });
    const answered = new Promise<IncomingMessage>((resolve, reject) => outgoing.on('response', resolve).on('error', reject));
    outgoing.write('half');
    while ((await getFiles('incoming')).length === 0) await new Promise((resolve) => setImmediate(resolve));
    await meanwhile();
    outgoing.end('half');
    const response = await answered;
    return [response.statusCode, /<Code>(.*?)</.exec(await text(response))?.[1]];
  }

  it('decides about its bucket when it ends', async () => {
    const deleteBucket = () => store.client().send(new DeleteBucketCommand({ Bucket: bucket }));
    expect(await putAround({ path: `/${bucket}/a` }, deleteBucket)).toEqual([404, 'NoSuchBucket']);
    expect(await getFiles('incoming')).toEqual([]);
  });

  it('ends a part whose upload was aborted', async () => {
    const { UploadId = '' } = await store.client().send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'mp' }));
    const abort = () => store.client().send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: 'mp', UploadId }));
    const query = { partNumber: '1', uploadId: UploadId };
    expect(await putAround({ path: `/${bucket}/mp`, query }, abort)).toEqual([404, 'NoSuchUpload']);
    expect([await getFiles('incoming'), await getFiles('uploads')]).toEqual([[], []]);
  });
});

it('an upload is not completed with a part that was replaced while its parts were read', async () => {
  const disk = await Disk.open(path.join(store.dataDir, 'another'));
  const { id } = await disk.uploads.create(bucket, 'mp', {}, new Date().toISOString());
  const addPart = async (partNumber: number, content: string) => {
    const file = disk.newFile();
    const describe = (size: number) => ({ partNumber, size, etag: content, modifiedAt: new Date().toISOString() });
    const part = await writeObjectFile({ path: file, content: Readable.from([Buffer.from(content)]), describe });
    disk.uploads.publishPart(id, file, part);
    return part;
  };
  const reading = disk.uploads.read(id, [await addPart(1, 'one'), await addPart(2, 'two')]);
  expect(String((await reading.next()).value)).toBe('one');
  await addPart(2, 'other');
  await expect(reading.next()).rejects.toMatchObject({ code: 'InvalidPart' });
});

it('a fault of the disk is a 500 for its client and a report for the operator, and the store goes on', async () => {
  await put('a', 'content');
  await put('b', 'content');
  const [first = ''] = (await objectFiles()).sort();
  await unlink(path.join(store.dataDir, 'buckets', bucket, first));
  await expect(read('a')).rejects.toMatchObject({ name: 'InternalError', $metadata: { httpStatusCode: 500 } });
  expect(store.faults.splice(0)).toMatchObject([{ code: 'ENOENT' }]);
  expect(await read('b')).toBe('content');
});

it('stopping cuts off a reader that does not read', async () => {
  await put('a', randomBytes(64_000_000));
  const url = await getSignedUrl(store.client(), new GetObjectCommand({ Bucket: bucket, Key: 'a' }), { expiresIn: 60 });
  const response = await new Promise<IncomingMessage>((resolve) => get(url, resolve));
  await store.restart();
  await expect(buffer(response)).rejects.toThrow('aborted');
  expect(await list()).toEqual(['a']);
});
