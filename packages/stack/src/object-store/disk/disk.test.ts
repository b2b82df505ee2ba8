import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, copyFile, readdir, truncate, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { bucket, startTestStore, type TestStore } from '../start-test-store.ts';

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
const filesOf = (...folder: string[]) => readdir(path.join(store.dataDir, ...folder));
const objectFiles = () => filesOf('buckets', bucket);

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
    expect([await list(), await filesOf('incoming')]).toEqual([['a'], []]);
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
    expect(await filesOf('damaged')).toHaveLength(3);
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
    expect([await objectFiles(), await filesOf('incoming')]).toEqual([[expect.any(String)], []]);
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
    expect(await filesOf('incoming')).toEqual([]);
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
    expect([await read('mp'), await objectFiles(), await filesOf('incoming')]).toEqual(['part', [expect.any(String)], []]);
  });
});

it('stopping cuts off a reader that does not read', async () => {
  await put('a', randomBytes(64_000_000));
  const url = await getSignedUrl(store.client(), new GetObjectCommand({ Bucket: bucket, Key: 'a' }), { expiresIn: 60 });
  const [response] = (await once(get(url), 'response')) as [IncomingMessage];
  await store.restart();
  await expect(buffer(response)).rejects.toThrow('aborted');
  expect(await list()).toEqual(['a']);
});
