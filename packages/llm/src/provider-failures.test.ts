import { createTestClock } from '@lyceum/testing/clock';
import { connectionFailure, refusalFailure } from './provider-failures.ts';

const clock = createTestClock();
clock.set(new Date('2026-11-21T09:00:00Z'));
const refusal = (status: number, body = '', retryAfter?: string) =>
  refusalFailure({ model: 'p/m', status, body, retryAfter, secrets: ['key-of-the-school', 'so'], clock });

it.each([
  [302, 'invalid-request'],
  [400, 'invalid-request'],
  [401, 'unauthorized'],
  [402, 'payment-required'],
  [403, 'forbidden'],
  [404, 'model-not-found'],
  [408, 'timeout'],
  [413, 'too-large'],
  [418, 'invalid-request'],
  [422, 'invalid-request'],
  [429, 'rate-limited'],
  [500, 'unavailable'],
  [502, 'unavailable'],
  [503, 'unavailable'],
])('takes status %i for %s', (status, kind) => {
  expect(refusal(status)).toMatchObject({
    kind,
    model: 'p/m',
    message: `the provider answered ${status}`,
    retryAfter: undefined,
  });
});

it.each([
  ['vLLM', 400, '{"error":{"message":"This model\'s maximum context length is 4096 tokens","code":400}}'],
  ['llama.cpp', 400, '{"error":{"code":400,"message":"the request exceeds the available context size"}}'],
  ['OpenAI', 400, '{"error":{"message":"Too long.","code":"context_length_exceeded"}}'],
])('takes a prompt that is too long for %s for too-large', (_server, status, body) => {
  expect(refusal(status, body).kind).toBe('too-large');
});

it('takes an account that is used up for payment-required', () => {
  expect(refusal(429, '{"error":{"message":"Quota","code":"insufficient_quota"}}').kind).toBe('payment-required');
});

it.each([
  ['{"status":429,"message":"Too many requests"}', '400: Too many requests'],
  ['{"code":5,"message":"scope is empty"}', '400: scope is empty'],
  ['{"error":{"message":"Wrong","type":"x","code":null}}', '400: Wrong'],
  ['{"error":"model is not loaded"}', '400: model is not loaded'],
  ['{"detail":"Not Found"}', '400: Not Found'],
  ['{"detail":[{"loc":["body"]}]}', 'the provider answered 400'],
  ['<html>nginx</html>', 'the provider answered 400'],
])('tells what the provider said in %s', (body, message) => {
  expect(refusal(400, body).message).toBe(message);
});

it('tells no secret that the provider repeats, whole or cut, and leaves ordinary words alone', () => {
  expect(refusal(401, '{"message":"wrong key-of-the-school, so try another"}').message).toBe(
    '401: wrong [secret], so try another',
  );
  const long = refusal(401, JSON.stringify({ message: `${'x'.repeat(290)}key-of-the-school` })).message;
  expect(long).not.toContain('key-of');
});

it.each([
  ['7', 7],
  ['Sat, 21 Nov 2026 09:01:30 GMT', 90],
  ['Sat, 21 Nov 2026 08:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
])('reads Retry-After: %s as %s seconds', (header, seconds) => {
  expect(refusal(429, '', header).retryAfter).toBe(seconds);
});

it.each([
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate'],
  ['CERT_HAS_EXPIRED', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['ETIMEDOUT', 'timeout'],
  ['ECONNREFUSED', 'unavailable'],
  ['ENOTFOUND', 'unavailable'],
  ['UND_ERR_SOCKET', 'unavailable'],
])('takes a connection that failed with %s for %s', (code, kind) => {
  const failure = connectionFailure('p/m', Object.assign(new Error('Bearer key-of-the-school'), { code }));
  expect(failure).toMatchObject({ kind, message: `no answer of the provider: ${code}` });
  expect(failure.cause).toBeUndefined();
});
