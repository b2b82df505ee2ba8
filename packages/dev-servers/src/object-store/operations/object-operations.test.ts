import { createHash } from 'node:crypto';
import { CreateMultipartUploadCommand, DeleteObjectsCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { objectPath, sendSigned } from '../send-signed.ts';
import { bucket, startTestStore, type TestStore } from '../start-test-store.ts';

let store: TestStore;

beforeEach(async () => {
  store = await startTestStore();
});

afterEach(async () => {
  await store.dispose();
  expect(store.faults).toEqual([]);
});

type Headers = Record<string, string>;
const put = (key: string, body = 'content', headers: Headers = {}) =>
  sendSigned(store, { method: 'PUT', path: objectPath(key), body, headers });
const get = (key: string, headers: Headers = {}) => sendSigned(store, { path: objectPath(key), headers });
const head = (key: string, headers: Headers = {}) => sendSigned(store, { method: 'HEAD', path: objectPath(key), headers });
const remove = (key: string, headers: Headers = {}) => sendSigned(store, { method: 'DELETE', path: objectPath(key), headers });
const getEtag = (text: string) => `"${createHash('md5').update(text).digest('hex')}"`;

describe('a range', () => {
  it.each([
    ['bytes=0-0', 206, 'bytes 0-0/10', '0'],
    ['bytes=3-5', 206, 'bytes 3-5/10', '345'],
    ['bytes=3-99', 206, 'bytes 3-9/10', '3456789'],
    ['bytes=7-', 206, 'bytes 7-9/10', '789'],
    ['bytes=-3', 206, 'bytes 7-9/10', '789'],
    ['bytes=-99', 206, 'bytes 0-9/10', '0123456789'],
    ['bytes=10-', 416, 'bytes */10', undefined],
    ['bytes=-0', 416, 'bytes */10', undefined],
    ['bytes=5-3', 200, undefined, '0123456789'],
    ['bytes=0-1,4-5', 200, undefined, '0123456789'],
    ['bytes=-', 200, undefined, '0123456789'],
    ['lines=1-2', 200, undefined, '0123456789'],
  ])('%s of ten bytes answers %d %s', async (range, status, contentRange, text) => {
    await put('ten', '0123456789');
    const answer = await get('ten', { range });
    expect([answer.status, answer.headers['content-range']]).toEqual([status, contentRange]);
    if (text === undefined) expect(answer.code).toBe('InvalidRange');
    else expect([answer.text, answer.headers['content-length']]).toEqual([text, String(text.length)]);
    const described = await head('ten', { range });
    expect([described.status, described.headers['content-range'], described.text]).toEqual([status, contentRange, '']);
  });

  it('of an empty object cannot be satisfied', async () => {
    await put('empty', '');
    expect((await get('empty', { range: 'bytes=0-' })).status).toBe(416);
  });

  it('applies only to the version the reader has the rest of', async () => {
    await put('ten', '0123456789');
    const modified = (await head('ten')).headers['last-modified'] ?? '';
    const read = async (ifRange: string) => (await get('ten', { range: 'bytes=8-', 'if-range': ifRange })).text;
    expect(await Promise.all([getEtag('0123456789'), modified].map(read))).toEqual(['89', '89']);
    expect(await Promise.all(['"other"', 'Thu, 01 Jan 1970 00:00:00 GMT'].map(read))).toEqual(['0123456789', '0123456789']);
  });
});

describe('a condition', () => {
  const earlier = 'Thu, 01 Jan 1970 00:00:00 GMT';
  const later = new Date(Date.now() + 60_000).toUTCString();
  const mine = getEtag('content');

  it.each<[Headers, number]>([
    [{ 'if-match': mine }, 200],
    [{ 'if-match': `"other", ${mine}` }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': '"other"' }, 412],
    [{ 'if-none-match': mine }, 304],
    [{ 'if-none-match': `W/${mine}` }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"other"' }, 200],
    [{ 'if-modified-since': later }, 304],
    [{ 'if-modified-since': earlier }, 200],
    [{ 'if-modified-since': 'never' }, 200],
    [{ 'if-unmodified-since': later }, 200],
    [{ 'if-unmodified-since': earlier }, 412],
    [{ 'if-match': mine, 'if-unmodified-since': earlier }, 200],
    [{ 'if-none-match': '"other"', 'if-modified-since': later }, 200],
    [{ 'if-none-match': mine, 'if-modified-since': earlier }, 304],
  ])('%j on a read answers %d', async (headers, status) => {
    await put('a');
    expect([(await get('a', headers)).status, (await head('a', headers)).status]).toEqual([status, status]);
  });

  it('lets a write only create, or only replace the version it names', async () => {
    expect((await put('a', 'first', { 'if-match': '*' })).code).toBe('NoSuchKey');
    expect((await put('a', 'first', { 'if-none-match': '*' })).status).toBe(200);
    expect(await put('a', 'second', { 'if-none-match': '*' })).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    expect((await put('a', 'second', { 'if-match': getEtag('other') })).status).toBe(412);
    expect((await put('a', 'second', { 'if-match': getEtag('first') })).status).toBe(200);
    expect((await put('a', 'third', { 'if-none-match': getEtag('other') })).status).toBe(501);
    expect((await get('a')).text).toBe('second');
  });

  it('lets a delete only remove the version it names', async () => {
    await put('a');
    expect((await remove('a', { 'if-match': '"other"' })).status).toBe(412);
    expect((await get('a')).text).toBe('content');
    expect((await remove('a', { 'if-match': mine })).status).toBe(204);
    expect((await get('a')).status).toBe(404);
  });
});

describe('a copy', () => {
  const copy = (key: string, source: string, headers: Headers = {}) => put(key, '', { 'x-amz-copy-source': source, ...headers });

  beforeEach(async () => {
    await put('source', 'content', { 'content-type': 'text/plain', 'cache-control': 'no-store', 'x-amz-meta-owner': '42' });
  });

  it('keeps or replaces what describes the object', async () => {
    const kept = await copy('kept', `/${bucket}/source`, { 'content-type': 'text/html' });
    expect([kept.status, kept.text]).toEqual([200, expect.stringContaining(getEtag('content').replaceAll('"', '&#34;'))]);
    expect((await get('kept')).headers).toMatchObject({
      'content-type': 'text/plain',
      'cache-control': 'no-store',
      'x-amz-meta-owner': '42',
    });
    await copy('replaced', `${bucket}/source`, {
      'x-amz-metadata-directive': 'REPLACE',
      'content-type': 'text/html',
      'x-amz-meta-new': '1',
    });
    const { headers, text } = await get('replaced');
    expect([
      text,
      headers['content-type'],
      headers['x-amz-meta-new'],
      headers['x-amz-meta-owner'],
      headers['cache-control'],
    ]).toEqual(['content', 'text/html', '1', undefined, undefined]);
  });

  it('of an object onto itself must replace what describes it', async () => {
    expect(await copy('source', `${bucket}/source`)).toMatchObject({ status: 400, code: 'InvalidRequest' });
    expect(
      (await copy('source', `${bucket}/source`, { 'x-amz-metadata-directive': 'REPLACE', 'x-amz-meta-owner': '7' })).status,
    ).toBe(200);
    const { headers, text } = await get('source');
    expect([text, headers['x-amz-meta-owner']]).toEqual(['content', '7']);
  });

  it.each([
    [`${bucket}/none`, {}, 404, 'NoSuchKey'],
    ['none/source', {}, 404, 'NoSuchBucket'],
    ['../source', {}, 400, 'InvalidBucketName'],
    ['source', {}, 400, 'InvalidArgument'],
    [`${bucket}/source?versionId=1`, {}, 501, 'NotImplemented'],
    [`${bucket}/source`, { 'x-amz-metadata-directive': 'MERGE' }, 400, 'InvalidArgument'],
    [`${bucket}/source`, { 'x-amz-copy-source-if-match': '"other"' }, 412, 'PreconditionFailed'],
    [`${bucket}/source`, { 'x-amz-copy-source-if-none-match': getEtag('content') }, 412, 'PreconditionFailed'],
    [`${bucket}/source`, { 'x-amz-copy-source-if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 412, 'PreconditionFailed'],
  ])('of %s with %j answers %d', async (source, headers, status, code) => {
    expect(await copy('target', source, headers)).toMatchObject({ status, code });
    expect((await get('target')).status).toBe(404);
  });
});

describe('what describes an object', () => {
  it('is served as it was given', async () => {
    const given = {
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="plan.pdf"',
      'content-language': 'ru',
      'cache-control': 'max-age=60',
      expires: 'Thu, 01 Dec 2044 16:00:00 GMT',
      'x-amz-meta-two-words': 'Two Words',
    };
    await put('a', 'content', given);
    expect((await get('a')).headers).toMatchObject(given);
    expect((await head('a')).headers).toMatchObject({ ...given, 'content-length': '7', etag: getEtag('content') });
  });

  it('has 2 KB of user metadata at most', async () => {
    expect((await put('a', 'x', { 'x-amz-meta-a': 'x'.repeat(2047) })).status).toBe(200);
    expect(await put('b', 'x', { 'x-amz-meta-a': 'x'.repeat(2048) })).toMatchObject({ status: 400, code: 'MetadataTooLarge' });
  });

  it('cannot be overridden with what a header cannot hold', async () => {
    await put('a');
    for (const value of ['attachment; filename="план.pdf"', 'a\r\nset-cookie: b']) {
      const answer = await sendSigned(store, { path: objectPath('a'), query: { 'response-content-disposition': value } });
      expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' });
    }
  });
});

describe('an upload in parts', () => {
  const begin = async () => {
    const { UploadId = '' } = await store.client().send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'mp' }));
    return UploadId;
  };
  const putPart = (UploadId: string, PartNumber: number, size: number) =>
    store
      .client()
      .send(new UploadPartCommand({ Bucket: bucket, Key: 'mp', UploadId, PartNumber, Body: Buffer.alloc(size, PartNumber) }));
  const part = (number: number | string, etag = '', more = '') =>
    `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag>${more}</Part>`;
  const complete = (uploadId: string, xml: string, headers: Headers = {}) =>
    sendSigned(store, { method: 'POST', path: objectPath('mp'), query: { uploadId }, body: xml, headers });
  const completeParts = (uploadId: string, ...parts: string[]) =>
    complete(uploadId, `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);

  it('is completed with the parts that are listed, whichever else were uploaded', async () => {
    const id = await begin();
    const { ETag } = await putPart(id, 3, 10);
    await putPart(id, 5, 10);
    expect((await completeParts(id, part(3, ETag))).status).toBe(200);
    expect((await get('mp')).text).toBe('\u0003'.repeat(10));
  });

  it('is not completed with parts missing, out of order, too small or of another content', async () => {
    const id = await begin();
    const first = (await putPart(id, 1, 100)).ETag ?? '';
    const second = (await putPart(id, 2, 100)).ETag ?? '';
    const codes: unknown[] = [];
    for (const parts of [
      [part(1, first), part(3, second)],
      [part(2, second), part(1, first)],
      [part(1, first), part(1, first)],
      [part(1, second)],
      [part(1, first), part(2, second)],
      [part(1, first, '<ChecksumCRC32>AAAAAA==</ChecksumCRC32>')],
      [part('one', first)],
      [],
    ]) {
      codes.push((await completeParts(id, ...parts)).code);
    }
    const expected = [
      'InvalidPart',
      'InvalidPartOrder',
      'InvalidPartOrder',
      'InvalidPart',
      'EntityTooSmall',
      'InvalidPart',
      'MalformedXML',
      'MalformedXML',
    ];
    expect(codes).toEqual(expected);
    expect((await complete(id, 'no xml')).code).toBe('MalformedXML');
    expect((await complete(id, '<Other/>')).code).toBe('MalformedXML');
    expect((await get('mp')).status).toBe(404);
    expect((await completeParts(id, part(1, first))).status).toBe(200);
  });

  it('takes the last of the parts with one number', async () => {
    const id = await begin();
    const old = (await putPart(id, 1, 10)).ETag ?? '';
    const { ETag } = await putPart(id, 1, 20);
    expect((await completeParts(id, part(1, old))).code).toBe('InvalidPart');
    expect((await completeParts(id, part(1, ETag))).status).toBe(200);
    expect((await head('mp')).headers['content-length']).toBe('20');
  });

  it('obeys the conditions and the size its completion names', async () => {
    const id = await begin();
    const xml = `<CompleteMultipartUpload>${part(1, (await putPart(id, 1, 10)).ETag)}</CompleteMultipartUpload>`;
    expect((await complete(id, xml, { 'x-amz-mp-object-size': '11' })).code).toBe('InvalidRequest');
    await put('mp', 'in the way');
    expect((await complete(id, xml, { 'if-none-match': '*' })).code).toBe('PreconditionFailed');
    expect((await get('mp')).text).toBe('in the way');
    expect((await complete(id, xml, { 'if-match': getEtag('in the way'), 'x-amz-mp-object-size': '10' })).status).toBe(200);
  });

  it('belongs to one key, and has parts numbered from 1 to 10000', async () => {
    const uploadId = await begin();
    const send = (key: string, query: Headers, headers: Headers = {}) =>
      sendSigned(store, { method: 'PUT', path: objectPath(key), query, body: 'x', headers });
    expect((await send('other', { uploadId, partNumber: '1' })).code).toBe('NoSuchUpload');
    expect((await send('mp', { uploadId: '../..', partNumber: '1' })).code).toBe('NoSuchUpload');
    for (const partNumber of ['0', '10001', 'x', '1.5'])
      expect((await send('mp', { uploadId, partNumber })).code).toBe('InvalidArgument');
    expect((await send('mp', { uploadId, partNumber: '1' }, { 'x-amz-copy-source': `${bucket}/a` })).status).toBe(501);
    expect((await send('mp', { uploadId, partNumber: '10000' })).status).toBe(200);
    expect((await send('mp', { uploadId })).status).toBe(501);
  });

  it('goes with its bucket', async () => {
    const id = await begin();
    expect((await sendSigned(store, { method: 'DELETE', path: `/${bucket}` })).status).toBe(204);
    expect((await sendSigned(store, { method: 'PUT', path: `/${bucket}` })).status).toBe(200);
    expect((await completeParts(id, part(1))).code).toBe('NoSuchUpload');
  });
});

describe('deleting many objects', () => {
  const post = (body: string) => sendSigned(store, { method: 'POST', path: `/${bucket}`, query: { delete: '' }, body });

  it('may be quiet about it', async () => {
    await put('a');
    const Delete = { Objects: [{ Key: 'a' }], Quiet: true };
    const { Deleted } = await store.client().send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));
    expect([Deleted, (await get('a')).status]).toEqual([undefined, 404]);
  });

  it.each([
    ['<Delete/>', 400, 'MalformedXML'],
    ['<Delete><Object><Key></Key></Object></Delete>', 400, 'MalformedXML'],
    ['<Delete><Object>a</Object></Delete>', 400, 'MalformedXML'],
    ['<Remove><Object><Key>a</Key></Object></Remove>', 400, 'MalformedXML'],
    ['<Delete><Object><Key>a</Key><VersionId>1</VersionId></Object></Delete>', 501, 'NotImplemented'],
    [`<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`, 400, 'MalformedXML'],
    [`<Delete>${' '.repeat(9 * 1024 * 1024)}</Delete>`, 400, 'EntityTooLarge'],
  ])('is refused for a request such as %.60s', async (body, status, code) => {
    await put('a');
    expect(await post(body)).toMatchObject({ status, code });
    expect((await get('a')).text).toBe('content');
  });
});

it('answers 405 to a method it knows nothing of, and 501 to one it knows with other parameters', async () => {
  expect(await sendSigned(store, { method: 'PATCH', path: objectPath('a') })).toMatchObject({
    status: 405,
    code: 'MethodNotAllowed',
  });
  expect(await sendSigned(store, { method: 'PUT', path: '/' })).toMatchObject({ status: 405, code: 'MethodNotAllowed' });
  expect(await sendSigned(store, { method: 'POST', path: `/${bucket}` })).toMatchObject({ status: 501, code: 'NotImplemented' });
  expect(await sendSigned(store, { path: `/${bucket}` })).toMatchObject({ status: 501, code: 'NotImplemented' });
});

it('answers a HEAD that fails without a body, and the connection goes on', async () => {
  const answer = await head('none');
  expect([answer.status, answer.text]).toEqual([404, '']);
  expect(answer.headers['x-amz-request-id']).toMatch(/^[0-9a-f-]{36}$/);
});
