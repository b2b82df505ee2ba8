import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { objectPath, send, sendSigned, signHeaders } from '../send-signed.ts';
import { deriveSigningKey, sha256Hex, sign } from '../signing/sigv4.ts';
import { bucket, credentials, startTestStore, type TestStore } from '../start-test-store.ts';
import { createDigest } from './checksums.ts';

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});

afterAll(async () => {
  await store.dispose();
  expect(store.faults).toEqual([]);
});

const body = Buffer.from('The quick brown fox jumps over the lazy dog');
const exists = async (key: string) => (await sendSigned(store, { method: 'HEAD', path: objectPath(key) })).status === 200;
const base64 = (algorithm: string, data: Buffer = body) => createHash(algorithm).update(data).digest('base64');

/** Values from outside this code: RFC 3720 for CRC-32C, the "check" of the CRC catalogue for both CRCs. */
describe('a digest', () => {
  it.each([
    ['crc32', '123456789', 'cbf43926'],
    ['crc32c', '123456789', 'e3069283'],
    ['crc32c', '\0'.repeat(32), '8a9136aa'],
    ['md5', 'abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['sha1', 'abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ] as const)('%s of %j is %s, in one piece or several', (algorithm, text, hex) => {
    const whole = createDigest(algorithm);
    whole.update(Buffer.from(text));
    expect(whole.digest().toString('hex')).toBe(hex);
    const pieces = createDigest(algorithm);
    for (const character of text) pieces.update(Buffer.from(character));
    expect(pieces.digest().toString('hex')).toBe(hex);
  });
});

describe('what a client declares about a body', () => {
  const wrong = Buffer.from('another body');

  it.each([
    ['content-md5', base64('md5'), base64('md5', wrong), 'BadDigest'],
    ['x-amz-content-sha256', sha256Hex(body), sha256Hex(wrong), 'XAmzContentSHA256Mismatch'],
    ['x-amz-checksum-crc32', 'QU+jOQ==', 'AAAAAA==', 'BadDigest'],
    ['x-amz-checksum-crc32c', 'ImIEBA==', 'AAAAAA==', 'BadDigest'],
    ['x-amz-checksum-sha1', base64('sha1'), base64('sha1', wrong), 'BadDigest'],
    ['x-amz-checksum-sha256', base64('sha256'), base64('sha256', wrong), 'BadDigest'],
  ])('by %s is verified before anything is stored', async (name, right, other, code) => {
    const put = (key: string, value: string) =>
      sendSigned(store, { method: 'PUT', path: objectPath(key), headers: { [name]: value }, body });
    expect(await put(`${name}/other`, other)).toMatchObject({ status: 400, code });
    expect(await exists(`${name}/other`)).toBe(false);
    const answer = await put(`${name}/right`, right);
    expect([answer.status, answer.headers['etag']]).toEqual([200, '"9e107d9d372bb6826bd81d3542a419d6"']);
  });

  it.each([
    ['x-amz-checksum-crc32', 'not base64!', 400, 'InvalidDigest'],
    ['x-amz-checksum-sha256', 'QU+jOQ==', 400, 'InvalidDigest'],
    ['content-md5', 'QU+jOQ==', 400, 'InvalidDigest'],
    ['x-amz-checksum-crc64nvme', 'AAAAAAAAAAA=', 501, 'NotImplemented'],
    ['x-amz-content-sha256', 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD', 501, 'NotImplemented'],
    ['x-amz-content-sha256', 'no hash', 400, 'InvalidArgument'],
  ])('is refused as %s: %s', async (name, value, status, code) => {
    expect(await sendSigned(store, { method: 'PUT', path: objectPath('a'), headers: { [name]: value }, body })).toMatchObject({
      status,
      code,
    });
  });

  it('is one checksum at most', async () => {
    const headers = { 'x-amz-checksum-crc32': 'QU+jOQ==', 'x-amz-checksum-sha1': base64('sha1') };
    expect(await sendSigned(store, { method: 'PUT', path: objectPath('a'), headers, body })).toMatchObject({
      status: 400,
      code: 'InvalidRequest',
    });
  });

  it('comes back to a reader that asks for it, and only with the whole object', async () => {
    await sendSigned(store, { method: 'PUT', path: objectPath('sum'), headers: { 'x-amz-checksum-crc32': 'QU+jOQ==' }, body });
    const read = (headers: Record<string, string>) => sendSigned(store, { path: objectPath('sum'), headers });
    expect((await read({ 'x-amz-checksum-mode': 'ENABLED' })).headers['x-amz-checksum-crc32']).toBe('QU+jOQ==');
    expect((await read({})).headers['x-amz-checksum-crc32']).toBeUndefined();
    expect(
      (await read({ 'x-amz-checksum-mode': 'ENABLED', range: 'bytes=0-3' })).headers['x-amz-checksum-crc32'],
    ).toBeUndefined();
  });

  it('is verified by the SDK on the way back', async () => {
    const s3 = store.client();
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'crc32c', Body: body, ChecksumAlgorithm: 'CRC32C' }));
    const { Body, ChecksumCRC32C } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: 'crc32c', ChecksumMode: 'ENABLED' }),
    );
    expect([ChecksumCRC32C, await Body?.transformToString()]).toEqual(['ImIEBA==', body.toString()]);
  });

  it('in a presigned URL is verified, unless it was made for no body at all', async () => {
    const s3 = store.client();
    const sign = (ChecksumSHA256?: string) =>
      getSignedUrl(s3, new PutObjectCommand({ Bucket: bucket, Key: 'hoisted', ...(ChecksumSHA256 && { ChecksumSHA256 }) }), {
        expiresIn: 60,
      });
    const refused = await fetch(await sign(base64('sha256', wrong)), { method: 'PUT', body });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('BadDigest')]);
    expect((await fetch(await sign(base64('sha256')), { method: 'PUT', body })).status).toBe(200);
    const byDefault = await sign();
    expect(byDefault).toContain('x-amz-checksum-crc32=AAAAAA%3D%3D');
    expect((await fetch(byDefault, { method: 'PUT', body })).status).toBe(200);
  });
});

describe('a body in chunks', () => {
  const chunked = (trailer: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n${trailer}\r\n`;
  const put = (key: string, framed: string, headers: Record<string, string> = {}) =>
    sendSigned(store, {
      method: 'PUT',
      path: objectPath(key),
      headers: {
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'x-amz-decoded-content-length': String(body.length),
        'x-amz-trailer': 'x-amz-checksum-crc32',
        'content-encoding': 'aws-chunked',
        ...headers,
      },
      body: framed,
    });

  it('is stored without its framing once its trailing checksum was verified', async () => {
    expect((await put('good', chunked('x-amz-checksum-crc32:QU+jOQ==\r\n'))).status).toBe(200);
    const stored = await sendSigned(store, { path: objectPath('good') });
    expect([stored.text, stored.headers['content-encoding']]).toEqual([body.toString(), undefined]);
    expect(crc32(stored.text)).toBe(Buffer.from('QU+jOQ==', 'base64').readUInt32BE());
  });

  it('keeps the coding of the object itself', async () => {
    await put('gzip', chunked('x-amz-checksum-crc32:QU+jOQ==\r\n'), { 'content-encoding': 'gzip,aws-chunked' });
    expect((await sendSigned(store, { method: 'HEAD', path: objectPath('gzip') })).headers['content-encoding']).toBe('gzip');
  });

  it.each([
    ['another checksum', chunked('x-amz-checksum-crc32:AAAAAA==\r\n'), {}, 'BadDigest'],
    ['no trailer', chunked(''), {}, 'MalformedTrailerError'],
    ['another length', chunked('x-amz-checksum-crc32:QU+jOQ==\r\n'), { 'x-amz-decoded-content-length': '44' }, 'IncompleteBody'],
    ['no end', `${body.length.toString(16)}\r\n${body}\r\n`, {}, 'IncompleteBody'],
    ['framing that is none', body.toString(), {}, 'IncompleteBody'],
  ])('leaves nothing with %s', async (name, framed, headers, code) => {
    expect(await put(`bad/${name.replaceAll(' ', '-')}`, framed, headers)).toMatchObject({ status: 400, code });
    expect(await exists(`bad/${name.replaceAll(' ', '-')}`)).toBe(false);
    expect(await readdir(path.join(store.dataDir, 'incoming'))).toEqual([]);
  });

  it('is stored when every chunk is signed, and refused when one is not what was signed', async () => {
    const signAndPut = async (key: string, alter: (framed: string) => string) => {
      const message = {
        method: 'PUT',
        path: objectPath(key),
        headers: { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'x-amz-decoded-content-length': '12' },
      };
      const headers = await signHeaders(store, message);
      const date = headers['x-amz-date'] ?? '';
      const day = date.slice(0, 8);
      const signingKey = deriveSigningKey(credentials.secretAccessKey, day, 'us-east-1');
      let previous = headers['authorization']?.split('Signature=')[1] ?? '';
      let framed = '';
      for (const data of ['signed', 'chunks', '']) {
        const lines = [
          'AWS4-HMAC-SHA256-PAYLOAD',
          date,
          `${day}/us-east-1/s3/aws4_request`,
          previous,
          sha256Hex(''),
          sha256Hex(data),
        ];
        previous = sign(signingKey, ...lines);
        framed += `${data.length.toString(16)};chunk-signature=${previous}\r\n${data}\r\n`;
      }
      return send(store, { ...message, headers, body: alter(framed) });
    };
    expect((await signAndPut('signed', (framed) => framed)).status).toBe(200);
    expect((await sendSigned(store, { path: objectPath('signed') })).text).toBe('signedchunks');
    const forged = await signAndPut('forged', (framed) => framed.replace('chunks', 'forged'));
    expect([forged.status, forged.code]).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await exists('forged')).toBe(false);
  });
});

function connectTo({ endpoint }: TestStore): Socket {
  const { hostname, port } = new URL(endpoint);
  return connect(Number(port), hostname);
}

function requestHead(method: string, target: string, headers: Record<string, string>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

describe('an upload', () => {
  const target = objectPath('target');
  const nextRequest = requestHead('GET', '/minio/health/live', { host: 'x', connection: 'close' });
  const incoming = () => readdir(path.join(store.dataDir, 'incoming'));
  const until = async (condition: () => Promise<boolean>) => {
    while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
  };

  it('of unknown length is refused', async () => {
    const answer = await sendSigned(store, { method: 'PUT', path: target, body, unsigned: { 'transfer-encoding': 'chunked' } });
    expect([answer.status, answer.code]).toEqual([411, 'MissingContentLength']);
  });

  it('larger than 5 GiB is refused before it is sent', async () => {
    const signed = await signHeaders(store, { method: 'PUT', path: target });
    const socket = connectTo(store);
    socket.write(requestHead('PUT', target, { ...signed, 'content-length': String(5 * 1024 ** 3 + 1), expect: '100-continue' }));
    const received = await text(socket);
    expect(received.match(/HTTP\/1\.1 \d+|<Code>\w+|connection: \w+/gi)).toEqual([
      'HTTP/1.1 400',
      'connection: close',
      '<Code>EntityTooLarge',
    ]);
  });

  it('cut off midway leaves nothing, and the old object as it was', async () => {
    await sendSigned(store, { method: 'PUT', path: target, body });
    const signed = await signHeaders(store, { method: 'PUT', path: target });
    const socket = connectTo(store);
    socket.write(requestHead('PUT', target, { ...signed, 'content-length': '10000000' }));
    socket.write(randomBytes(1_000_000));
    await until(async () => (await incoming()).length === 1);
    socket.destroy();
    await until(async () => (await incoming()).length === 0);
    expect((await sendSigned(store, { path: target })).text).toBe(body.toString());
  });

  it('that is refused gets its answer although its body is not wanted, and the connection goes on behind it', async () => {
    const socket = connectTo(store);
    socket.write(requestHead('PUT', target, { host: 'x', 'content-length': '4000000' }));
    socket.write(randomBytes(4_000_000));
    socket.write(nextRequest);
    const received = await text(socket);
    expect(received.match(/HTTP\/1\.1 \d+|<Code>\w+/g)).toEqual(['HTTP/1.1 403', '<Code>AccessDenied', 'HTTP/1.1 200']);
  });

  it('that turns out wrong midway gets its answer, and the connection goes on behind the rest of it', async () => {
    const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'x-amz-decoded-content-length': '10' };
    const signed = await signHeaders(store, { method: 'PUT', path: target, headers });
    const socket = connectTo(store);
    socket.write(requestHead('PUT', target, { ...signed, 'content-length': '4000000' }));
    socket.write(Buffer.alloc(4_000_000, 'no chunk\n'));
    socket.write(nextRequest);
    const received = await text(socket);
    expect(received.match(/HTTP\/1\.1 \d+|<Code>\w+/g)).toEqual(['HTTP/1.1 400', '<Code>IncompleteBody', 'HTTP/1.1 200']);
  });

  it('waits for leave to be sent when it asks', async () => {
    const signed = await signHeaders(store, { method: 'PUT', path: target });
    const socket = connectTo(store);
    socket.write(requestHead('PUT', target, { ...signed, 'content-length': '4', expect: '100-continue', connection: 'close' }));
    await once(socket, 'readable');
    socket.write('asks');
    expect((await text(socket)).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 100', 'HTTP/1.1 200']);
    expect((await sendSigned(store, { path: target })).text).toBe('asks');
  });
});
