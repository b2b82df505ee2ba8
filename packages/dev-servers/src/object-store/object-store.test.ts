import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketCorsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { send } from './send-signed.ts';
import { bucket, pageOrigin, startTestStore, type TestStore } from './start-test-store.ts';

const modes: [name: string, config: S3ClientConfig][] = [
  ['the default checksums', {}],
  ['checksums only when required', { requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' }],
];
const content = randomBytes(300_000);
const parts = [randomBytes(5 * 1024 * 1024), randomBytes(5 * 1024 * 1024), randomBytes(123)] as const;

describe.each(modes)('the AWS SDK with %s', (_, config) => {
  let store: TestStore;
  let s3: S3Client;

  beforeEach(async () => {
    store = await startTestStore();
    s3 = store.client(config);
  });

  afterEach(async () => {
    await store.dispose();
    expect(store.faults).toEqual([]);
  });

  const put = (key: string, body: Buffer | string = content) =>
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentLength: Buffer.byteLength(body),
        ContentType: 'video/mp4',
      }),
    );

  const read = async (key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };

  const presignGet = (key: string, input: { ResponseContentDisposition?: string; ResponseContentType?: string } = {}) =>
    getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: key, ...input }), { expiresIn: 60 });

  const presignPut = (key: string) => getSignedUrl(s3, new PutObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: 60 });

  const toFailure = async (call: Promise<unknown>) =>
    call.then(
      () => 'no failure',
      (error: { name: string; $metadata: { httpStatusCode: number } }) => [error.name, error.$metadata.httpStatusCode],
    );

  describe('buckets', () => {
    it('are created, listed, found and deleted', async () => {
      await s3.send(new CreateBucketCommand({ Bucket: 'second' }));
      const { Buckets } = await s3.send(new ListBucketsCommand({}));
      expect(Buckets?.map(({ Name }) => Name)).toEqual([bucket, 'second']);
      expect(Buckets?.[1]?.CreationDate?.getTime()).toBeGreaterThan(Date.now() - 60_000);
      const head = await s3.send(new HeadBucketCommand({ Bucket: 'second' }));
      expect(head.BucketRegion).toBe('us-east-1');
      await s3.send(new DeleteBucketCommand({ Bucket: 'second' }));
      expect(await toFailure(s3.send(new HeadBucketCommand({ Bucket: 'second' })))).toEqual(['NotFound', 404]);
    });

    it('are not created twice, nor with a name that is none', async () => {
      expect(await toFailure(s3.send(new CreateBucketCommand({ Bucket: bucket })))).toEqual(['BucketAlreadyOwnedByYou', 409]);
      expect(await toFailure(s3.send(new CreateBucketCommand({ Bucket: 'Nope' })))).toEqual(['InvalidBucketName', 400]);
      expect(await toFailure(s3.send(new CreateBucketCommand({ Bucket: 'minio' })))).toEqual(['InvalidBucketName', 400]);
    });

    it('are created only in the region of the store', async () => {
      const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
      const create = s3.send(new CreateBucketCommand({ Bucket: 'second', CreateBucketConfiguration }));
      expect(await toFailure(create)).toEqual(['InvalidLocationConstraint', 400]);
    });

    it('are not deleted while they hold an object', async () => {
      await put('kept');
      expect(await toFailure(s3.send(new DeleteBucketCommand({ Bucket: bucket })))).toEqual(['BucketNotEmpty', 409]);
      expect((await read('kept')).equals(content)).toBe(true);
    });

    it('say where they are', async () => {
      const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket: bucket }));
      expect(LocationConstraint ?? '').toBe('');
    });
  });

  describe('objects', () => {
    it('come back as they were put, with their type and metadata', async () => {
      const Key = 'a/папка/file 1+2 (копия)!.bin';
      await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key, Body: content, ContentType: 'video/mp4', Metadata: { owner: '42' } }),
      );
      const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(content)).toBe(true);
      expect(got).toMatchObject({ ContentType: 'video/mp4', Metadata: { owner: '42' }, ContentLength: content.length });
    });

    it('come back as they were streamed, without the framing of the stream', async () => {
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: 'stream',
          Body: Readable.from([content.subarray(0, 100_000), content.subarray(100_000)]),
          ContentLength: content.length,
        }),
      );
      const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'stream' }));
      expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(content)).toBe(true);
      expect(got.ContentEncoding).toBeUndefined();
    });

    it('may be empty', async () => {
      await put('empty', '');
      expect(await read('empty')).toHaveLength(0);
    });

    it('are described without being sent', async () => {
      const { ETag } = await put('a');
      const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'a' }));
      expect(head).toMatchObject({ ContentLength: content.length, ETag, ContentType: 'video/mp4', AcceptRanges: 'bytes' });
      expect(head.LastModified?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    });

    it('that do not exist are NoSuchKey, or NotFound where there is no body to say it', async () => {
      expect(await toFailure(s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'none' })))).toEqual(['NoSuchKey', 404]);
      expect(await toFailure(s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'none' })))).toEqual(['NotFound', 404]);
      expect(await toFailure(s3.send(new GetObjectCommand({ Bucket: 'none', Key: 'none' })))).toEqual(['NoSuchBucket', 404]);
    });

    it('are copied with what describes them', async () => {
      await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: 'из 1', Body: content, ContentType: 'video/mp4', Metadata: { owner: '42' } }),
      );
      await s3.send(
        new CopyObjectCommand({ Bucket: bucket, Key: 'copy', CopySource: `${bucket}/${encodeURIComponent('из 1')}` }),
      );
      const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'copy' }));
      expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(content)).toBe(true);
      expect(got).toMatchObject({ ContentType: 'video/mp4', Metadata: { owner: '42' } });
    });

    it('are deleted one by one and many at once, and deleting what is not there succeeds', async () => {
      for (const key of ['a', 'b & <c>', 'd']) await put(key, key);
      const one = await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'a' }));
      const missing = await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'none' }));
      expect([one.$metadata.httpStatusCode, missing.$metadata.httpStatusCode]).toEqual([204, 204]);
      const { Deleted } = await s3.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: 'b & <c>' }, { Key: 'x' }] } }),
      );
      expect(Deleted).toEqual([{ Key: 'b & <c>' }, { Key: 'x' }]);
      const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
      expect(Contents?.map(({ Key }) => Key)).toEqual(['d']);
    });

    it('are listed by prefix, by delimiter and page by page', async () => {
      const keys = ['a/папка/file', 'b', 'c/1', 'c/2', 'd', 'e'];
      for (const key of keys) await put(key, key);
      const folders = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Delimiter: '/' }));
      expect(folders.Contents?.map(({ Key }) => Key)).toEqual(['b', 'd', 'e']);
      expect(folders.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a/', 'c/']);
      const within = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'a/' }));
      expect(within.Contents).toMatchObject([
        { Key: 'a/папка/file', Size: Buffer.byteLength('a/папка/file'), StorageClass: 'STANDARD' },
      ]);
      const first = await s3.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 4 }));
      const second = await s3.send(
        new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 4, ContinuationToken: first.NextContinuationToken }),
      );
      expect([first, second].map((page) => page.Contents?.map(({ Key }) => Key))).toEqual([keys.slice(0, 4), keys.slice(4)]);
      expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
    });

    it('stay inside the data directory whatever their keys are', async () => {
      const keys = [
        '../../escape.txt',
        '../escape.txt',
        '..',
        '.',
        '/etc/passwd',
        'a/../../b',
        '\\..\\c',
        'nul\u0000',
        `${'x'.repeat(1020)}.txt`,
      ];
      const around = await readdir(path.dirname(store.dataDir));
      for (const key of keys) await put(key, `content of ${key}`);
      for (const key of keys) expect((await read(key)).toString()).toBe(`content of ${key}`);
      expect((await readdir(path.join(store.dataDir, 'buckets', bucket))).length).toBe(keys.length);
      expect((await readdir(store.dataDir)).sort()).toEqual(['buckets', 'damaged', 'incoming', 'uploads']);
      expect(
        (await readdir(path.dirname(store.dataDir))).filter((name) => /escape|passwd/.test(name) && !around.includes(name)),
      ).toEqual([]);
    });

    it('have keys of at most 1024 bytes', async () => {
      expect(await toFailure(put('я'.repeat(513), 'x'))).toEqual(['KeyTooLongError', 400]);
    });
  });

  describe('presigned URLs', () => {
    it('write an object', async () => {
      const answer = await fetch(await presignPut('a'), {
        method: 'PUT',
        body: content,
        headers: { 'content-type': 'video/mp4' },
      });
      expect(answer.status).toBe(200);
      const { ETag, ContentType } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'a' }));
      expect(answer.headers.get('etag')).toBe(ETag);
      expect(ContentType).toBe('video/mp4');
      expect((await read('a')).equals(content)).toBe(true);
    });

    it('hold the writer to the content type and the length that were signed', async () => {
      const typed = await getSignedUrl(s3, new PutObjectCommand({ Bucket: bucket, Key: 'a', ContentType: 'video/mp4' }), {
        expiresIn: 60,
        signableHeaders: new Set(['content-type']),
      });
      const sized = await getSignedUrl(s3, new PutObjectCommand({ Bucket: bucket, Key: 'a', ContentLength: 10 }), {
        expiresIn: 60,
      });
      const otherType = await fetch(typed, { method: 'PUT', body: content, headers: { 'content-type': 'text/html' } });
      const otherLength = await fetch(sized, { method: 'PUT', body: content });
      expect([otherType.status, otherLength.status]).toEqual([403, 403]);
      const right = await fetch(sized, { method: 'PUT', body: content.subarray(0, 10) });
      expect(right.status).toBe(200);
    });

    it('carry the metadata that was signed into them', async () => {
      const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: bucket, Key: 'a', Metadata: { owner: '42' } }), {
        expiresIn: 60,
      });
      expect((await fetch(url, { method: 'PUT', body: content })).status).toBe(200);
      const { Metadata } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'a' }));
      expect(Metadata).toEqual({ owner: '42' });
    });

    it('read an object and pieces of it', async () => {
      await put('a');
      const url = await presignGet('a');
      const whole = await fetch(url);
      expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true);
      const readRange = async (range: string) => {
        const answer = await fetch(url, { headers: { range } });
        return [answer.status, answer.headers.get('content-range'), Buffer.from(await answer.arrayBuffer()).toString('hex')];
      };
      const tail = content.subarray(-100).toString('hex');
      expect(await readRange('bytes=100-199')).toEqual([206, 'bytes 100-199/300000', content.toString('hex', 100, 200)]);
      expect(await readRange('bytes=-100')).toEqual([206, 'bytes 299900-299999/300000', tail]);
      expect(await readRange('bytes=299900-')).toEqual([206, 'bytes 299900-299999/300000', tail]);
      expect(await readRange('bytes=900000-')).toMatchObject([416, 'bytes */300000', expect.anything()]);
    });

    it('describe an object', async () => {
      await put('a');
      const url = await getSignedUrl(s3, new HeadObjectCommand({ Bucket: bucket, Key: 'a' }), { expiresIn: 60 });
      const answer = await fetch(url, { method: 'HEAD' });
      expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '300000']);
    });

    it('answer 304 to a reader that has the object', async () => {
      const { ETag = '' } = await put('a');
      const answer = await fetch(await presignGet('a'), { headers: { 'if-none-match': ETag } });
      expect([answer.status, answer.headers.get('etag')]).toEqual([304, ETag]);
    });

    it('say how the object is to be served', async () => {
      await put('a');
      const ResponseContentDisposition = 'attachment; filename="x.mp4"';
      const answer = await fetch(await presignGet('a', { ResponseContentDisposition, ResponseContentType: 'application/x-foo' }));
      expect(answer.headers.get('content-disposition')).toBe(ResponseContentDisposition);
      expect(answer.headers.get('content-type')).toBe('application/x-foo');
      await answer.arrayBuffer();
    });

    it('cannot be altered, turned to another key or used for another method', async () => {
      for (const key of ['a', 'b']) await put(key);
      const url = await presignGet('a');
      const forged = await fetch(url.replace(/Signature=..../, 'Signature=0000'));
      expect([forged.status, await forged.text()]).toEqual([403, expect.stringContaining('<Code>SignatureDoesNotMatch</Code>')]);
      expect((await fetch(url.replace(`/${bucket}/a`, `/${bucket}/b`))).status).toBe(403);
      expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
      expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
      expect((await read('a')).equals(content)).toBe(true);
    });

    it('expire', async () => {
      await put('a');
      const url = await presignGet('a');
      store.advance(59_000);
      const timely = await fetch(url);
      expect([timely.status, (await timely.arrayBuffer()).byteLength]).toEqual([200, content.length]);
      store.advance(2_000);
      const late = await fetch(url);
      expect([late.status, await late.text()]).toEqual([403, expect.stringMatching(/AccessDenied.*expired/s)]);
    });
  });

  describe('multipart uploads', () => {
    it('join parts written through presigned URLs, and are listed until then', async () => {
      const Key = 'mp/видео.mp4';
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key, ContentType: 'video/mp4' }));
      const Parts: { PartNumber: number; ETag: string }[] = [];
      for (const [index, part] of parts.entries()) {
        const command = new UploadPartCommand({ Bucket: bucket, Key, UploadId, PartNumber: index + 1 });
        const answer = await fetch(await getSignedUrl(s3, command, { expiresIn: 60 }), { method: 'PUT', body: part });
        expect(answer.status).toBe(200);
        Parts.push({ PartNumber: index + 1, ETag: answer.headers.get('etag') ?? '' });
      }
      const listed = await s3.send(new ListPartsCommand({ Bucket: bucket, Key, UploadId }));
      expect(listed.Parts).toMatchObject(Parts.map((part, index) => ({ ...part, Size: parts[index]?.length })));
      const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
      expect(Uploads).toMatchObject([{ Key, UploadId }]);
      expect(await toFailure(s3.send(new HeadObjectCommand({ Bucket: bucket, Key })))).toEqual(['NotFound', 404]);

      const done = await s3.send(
        new CompleteMultipartUploadCommand({ Bucket: bucket, Key, UploadId, MultipartUpload: { Parts } }),
      );
      expect(done.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
      const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Buffer.concat(parts))).toBe(true);
      expect(got.ContentType).toBe('video/mp4');
      expect((await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads).toBeUndefined();
    });

    it('join parts written by the SDK', async () => {
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'mp' }));
      const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
      for (const [index, Body] of parts.entries()) {
        const { ETag } = await s3.send(
          new UploadPartCommand({ Bucket: bucket, Key: 'mp', UploadId, PartNumber: index + 1, Body }),
        );
        Parts.push({ PartNumber: index + 1, ETag });
      }
      await s3.send(new CompleteMultipartUploadCommand({ Bucket: bucket, Key: 'mp', UploadId, MultipartUpload: { Parts } }));
      expect((await read('mp')).equals(Buffer.concat(parts))).toBe(true);
    });

    it('are not completed with a part of another ETag', async () => {
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'mp' }));
      await s3.send(new UploadPartCommand({ Bucket: bucket, Key: 'mp', UploadId, PartNumber: 1, Body: parts[2] }));
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: '"dead"' }] };
      const complete = s3.send(new CompleteMultipartUploadCommand({ Bucket: bucket, Key: 'mp', UploadId, MultipartUpload }));
      expect(await toFailure(complete)).toEqual(['InvalidPart', 400]);
    });

    it('leave nothing when they are aborted', async () => {
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'mp' }));
      await s3.send(new UploadPartCommand({ Bucket: bucket, Key: 'mp', UploadId, PartNumber: 1, Body: parts[2] }));
      const { $metadata } = await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: 'mp', UploadId }));
      expect($metadata.httpStatusCode).toBe(204);
      expect(await toFailure(s3.send(new ListPartsCommand({ Bucket: bucket, Key: 'mp', UploadId })))).toEqual([
        'NoSuchUpload',
        404,
      ]);
      expect(await readdir(path.join(store.dataDir, 'uploads'))).toEqual([]);
      expect(await readdir(path.join(store.dataDir, 'incoming'))).toEqual([]);
    });
  });

  describe('pages of other origins', () => {
    it('may write from an allowed origin after a preflight', async () => {
      const answer = await fetch(await presignPut('a'), {
        method: 'OPTIONS',
        headers: { origin: pageOrigin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type' },
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('access-control-allow-origin')).toBe(pageOrigin);
      expect(answer.headers.get('access-control-allow-methods')).toContain('PUT');
      expect(answer.headers.get('access-control-allow-headers')).toBe('content-type');
    });

    it('are refused from any other origin', async () => {
      const url = await presignPut('a');
      const preflight = (headers: Record<string, string>) => fetch(url, { method: 'OPTIONS', headers });
      const other = await preflight({ origin: 'http://evil.test', 'access-control-request-method': 'PUT' });
      expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([403, null]);
      expect((await preflight({ origin: pageOrigin, 'access-control-request-method': 'PATCH' })).status).toBe(403);
      expect((await preflight({ origin: pageOrigin })).status).toBe(400);
    });

    it('see the ETag and their own origin in answers and in failures', async () => {
      await put('a');
      const good = await fetch(await presignGet('a'), { headers: { origin: pageOrigin } });
      expect(good.headers.get('access-control-allow-origin')).toBe(pageOrigin);
      expect(good.headers.get('access-control-expose-headers')).toContain('ETag');
      expect(good.headers.get('vary')).toContain('Origin');
      await good.arrayBuffer();
      const bad = await fetch(await presignGet('none'), { headers: { origin: pageOrigin } });
      expect([bad.status, bad.headers.get('access-control-allow-origin')]).toEqual([404, pageOrigin]);
      await bad.arrayBuffer();
      const other = await fetch(await presignGet('a'), { headers: { origin: 'http://evil.test' } });
      expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([200, null]);
      await other.arrayBuffer();
    });
  });

  it('refuses an access key it does not know', async () => {
    const stranger = store.client({ ...config, credentials: { accessKeyId: 'NOPE', secretAccessKey: 'X' } });
    expect(await toFailure(stranger.send(new ListObjectsV2Command({ Bucket: bucket })))).toEqual(['InvalidAccessKeyId', 403]);
  });

  it('refuses the right access key with another secret', async () => {
    const stranger = store.client({ ...config, credentials: { accessKeyId: 'lyceum-test', secretAccessKey: 'X' } });
    expect(await toFailure(stranger.send(new ListObjectsV2Command({ Bucket: bucket })))).toEqual(['SignatureDoesNotMatch', 403]);
  });

  it('answers 501 to what it does not implement, and changes nothing', async () => {
    await put('a');
    const Bucket = bucket;
    const calls = [
      s3.send(
        new PutBucketCorsCommand({
          Bucket,
          CORSConfiguration: { CORSRules: [{ AllowedOrigins: ['*'], AllowedMethods: ['PUT'] }] },
        }),
      ),
      s3.send(new GetBucketCorsCommand({ Bucket })),
      s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' })),
      s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [] } })),
      s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } })),
      s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })),
      s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ServerSideEncryption: 'AES256' })),
      s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', Tagging: 'a=b' })),
      s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ACL: 'public-read' })),
      s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: '1' })),
      s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: '1' })),
    ];
    for (const call of calls) expect(await toFailure(call)).toEqual(['NotImplemented', 501]);
    expect((await read('a')).equals(content)).toBe(true);
  });

  it('gives strangers nothing but its health', async () => {
    await put('a');
    const reading = await fetch(`${store.endpoint}/${bucket}/a`);
    expect([reading.status, await reading.text()]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
    expect((await fetch(`${store.endpoint}/${bucket}/b`, { method: 'PUT', body: 'x' })).status).toBe(403);
    expect((await fetch(`${store.endpoint}/${bucket}?list-type=2`)).status).toBe(403);
    expect((await fetch(store.endpoint)).status).toBe(403);
    for (const probe of ['live', 'ready']) expect((await fetch(`${store.endpoint}/minio/health/${probe}`)).status).toBe(200);
    expect((await send(store, { path: '/minio/health/live', method: 'HEAD' })).status).toBe(200);
  });
});
