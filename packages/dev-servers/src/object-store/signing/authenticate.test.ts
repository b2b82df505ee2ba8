import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { parseRequestTarget } from '../request-target.ts';
import { objectPath, send, sendSigned, signHeaders } from '../send-signed.ts';
import { bucket, startTestStore, type TestStore } from '../start-test-store.ts';
import { createAuthenticator } from './authenticate.ts';

/** Key, time and signatures of the examples in the S3 documentation, "Authenticating Requests (AWS Signature Version 4)". */
const example = createAuthenticator({
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  now: () => new Date('2013-05-24T00:00:00Z'),
});
const exampleScope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function exampleHeaders(signature: string, headers: Record<string, string>): Map<string, string> {
  const all = {
    host: 'examplebucket.s3.amazonaws.com',
    'x-amz-date': '20130524T000000Z',
    'x-amz-content-sha256': emptyHash,
    ...headers,
  };
  const names = Object.keys(all).sort().join(';');
  const authorization = `AWS4-HMAC-SHA256 Credential=${exampleScope},SignedHeaders=${names},Signature=${signature}`;
  return new Map(Object.entries({ ...all, authorization }));
}

describe('the examples of the S3 documentation', () => {
  it.each([
    ['GET', '/test.txt', { range: 'bytes=0-9' }, 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'],
    [
      'PUT',
      '/test%24file.text',
      {
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      },
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
    ['GET', '/?lifecycle', {}, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
    ['GET', '/?max-keys=2&prefix=J', {}, '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
  ])('are accepted: %s %s', (method, url, headers, signature) => {
    const verified = example({ method, target: parseRequestTarget(url), headers: exampleHeaders(signature, headers) });
    expect(verified).toMatchObject({ signature, presigned: false, scope: '20130524/us-east-1/s3/aws4_request' });
  });

  it('are accepted in a presigned URL', () => {
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': exampleScope,
      'X-Amz-Date': '20130524T000000Z',
      'X-Amz-Expires': '86400',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    });
    const request = {
      method: 'GET',
      target: parseRequestTarget(`/test.txt?${query}`),
      headers: new Map([['host', 'examplebucket.s3.amazonaws.com']]),
    };
    expect(example(request)).toMatchObject({ presigned: true, payloadHash: 'UNSIGNED-PAYLOAD' });
    expect(() => example({ ...request, method: 'PUT' })).toThrow(expect.objectContaining({ code: 'SignatureDoesNotMatch' }));
  });
});

describe('a signature', () => {
  let store: TestStore;

  beforeAll(async () => {
    store = await startTestStore();
    expect((await sendSigned(store, { method: 'PUT', path: objectPath('secret'), body: 'secret' })).status).toBe(200);
  });

  afterAll(async () => {
    await store.dispose();
    expect(store.faults).toEqual([]);
  });

  it('covers every x-amz-* header', async () => {
    const copy = { 'x-amz-copy-source': `/${bucket}/secret` };
    const answer = await sendSigned(store, { method: 'PUT', path: objectPath('mine'), body: '', unsigned: copy });
    expect([answer.status, answer.code]).toEqual([403, 'AccessDenied']);
    expect(answer.text).toContain('<HeadersNotSigned>x-amz-copy-source</HeadersNotSigned>');
    expect((await sendSigned(store, { method: 'HEAD', path: objectPath('mine') })).status).toBe(404);
    expect((await sendSigned(store, { method: 'PUT', path: objectPath('mine'), body: '', headers: copy })).status).toBe(200);
  });

  it('in a URL covers every x-amz-* header too', async () => {
    const url = await getSignedUrl(store.client(), new PutObjectCommand({ Bucket: bucket, Key: 'theirs' }), { expiresIn: 60 });
    for (const headers of [
      { 'x-amz-copy-source': `/${bucket}/secret` },
      { 'x-amz-meta-owner': '1' },
      { 'x-amz-acl': 'public-read' },
    ]) {
      const answer = await fetch(url, { method: 'PUT', body: 'x', headers });
      expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
    }
    expect((await sendSigned(store, { method: 'HEAD', path: objectPath('theirs') })).status).toBe(404);
  });

  it('covers its headers, its path and its query', async () => {
    const path = objectPath('secret');
    const headers = await signHeaders(store, { path, headers: { 'x-amz-meta-owner': '1' } });
    expect((await send(store, { path, headers })).text).toBe('secret');
    expect((await send(store, { path, headers: { ...headers, 'x-amz-meta-owner': '2' } })).code).toBe('SignatureDoesNotMatch');
    expect((await send(store, { path: `${path}?response-content-type=text/html`, headers })).code).toBe('SignatureDoesNotMatch');
    expect((await send(store, { path: objectPath('other'), headers })).code).toBe('SignatureDoesNotMatch');
    expect((await send(store, { path, method: 'DELETE', headers })).code).toBe('SignatureDoesNotMatch');
  });

  it('is good for 15 minutes of clock difference in either direction', async () => {
    const at = async (minutes: number) => {
      const signingDate = new Date(Date.now() + minutes * 60_000);
      return (await sendSigned(store, { path: objectPath('secret'), signingDate })).code ?? 'accepted';
    };
    expect(await Promise.all([-16, -14, 14, 16].map(at))).toEqual([
      'RequestTimeTooSkewed',
      'accepted',
      'accepted',
      'RequestTimeTooSkewed',
    ]);
  });

  it('in a URL is not good before its time, nor for more than a week', async () => {
    const command = new PutObjectCommand({ Bucket: bucket, Key: 'a' });
    const sign = (options: { expiresIn: number; signingDate?: Date }) => getSignedUrl(store.client(), command, options);
    const early = await fetch(await sign({ expiresIn: 60, signingDate: new Date(Date.now() + 20 * 60_000) }), {
      method: 'PUT',
      body: 'x',
    });
    expect([early.status, await early.text()]).toEqual([403, expect.stringContaining('not valid yet')]);
    const week = await sign({ expiresIn: 7 * 24 * 60 * 60 });
    const eternal = await fetch(week.replace('Expires=604800', 'Expires=604801'), { method: 'PUT', body: 'x' });
    expect([eternal.status, await eternal.text()]).toEqual([400, expect.stringContaining('AuthorizationQueryParametersError')]);
    expect((await fetch(week, { method: 'PUT', body: 'x' })).status).toBe(200);
  });

  it('survives clients that write spaces of a query as plus signs', async () => {
    const path = objectPath('secret');
    const query = { 'response-content-disposition': 'attachment; filename="a b+c.txt"' };
    const answer = await sendSigned(store, { path, query });
    expect([answer.status, answer.headers['content-disposition']]).toEqual([200, query['response-content-disposition']]);
  });

  it.each([
    ['no x-amz-content-sha256', 'x-amz-content-sha256', '', 400, 'InvalidRequest'],
    ['no time', 'x-amz-date', '', 403, 'AccessDenied'],
    ['an authorization of another kind', 'authorization', 'Basic bHljZXVtLXRlc3Q6', 400, 'AuthorizationHeaderMalformed'],
    ['a session token', 'x-amz-security-token', 'token', 400, 'InvalidToken'],
  ])('is refused with %s', async (_, name, value, status, code) => {
    const path = objectPath('secret');
    const { [name]: _replaced, ...headers } = await signHeaders(store, { path });
    expect(await send(store, { path, headers: value ? { ...headers, [name]: value } : headers })).toMatchObject({ status, code });
  });

  it('is refused when it leaves out the host, is made for another region, or comes twice', async () => {
    const path = objectPath('secret');
    const headers = await signHeaders(store, { path });
    const authorization = headers['authorization'] ?? '';
    const withAuthorization = (changed: string) => send(store, { path, headers: { ...headers, authorization: changed } });
    expect((await withAuthorization(authorization.replace('host;', ''))).code).toBe('AccessDenied');
    expect((await withAuthorization(authorization.replace('us-east-1', 'eu-west-1'))).code).toBe('AuthorizationHeaderMalformed');
    const url = new URL(
      await getSignedUrl(store.client(), new PutObjectCommand({ Bucket: bucket, Key: 'secret' }), { expiresIn: 60 }),
    );
    expect((await send(store, { path: `${path}${url.search}`, headers })).code).toBe('InvalidArgument');
  });

  it('does not help a path that is no path', async () => {
    expect((await send(store, { path: '/media/%ff' })).code).toBe('InvalidURI');
    expect((await send(store, { path: '/media/%zz' })).code).toBe('InvalidURI');
    expect((await sendSigned(store, { path: '/../etc/passwd' })).code).toBe('InvalidBucketName');
  });
});
