import type { DoubleReply } from '../doubles/double-reply.ts';

/** Status → what OpenAI's documentation shows for it. */
const kinds = new Map([
  [400, { type: 'invalid_request_error', code: null, message: 'Invalid request' }],
  [401, { type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key provided' }],
  [402, { type: 'insufficient_quota', code: 'insufficient_quota', message: 'Insufficient balance' }],
  [403, { type: 'invalid_request_error', code: null, message: 'Not allowed' }],
  [404, { type: 'invalid_request_error', code: 'not_found', message: 'Not found' }],
  [405, { type: 'invalid_request_error', code: null, message: 'Method not allowed' }],
  [413, { type: 'invalid_request_error', code: 'request_too_large', message: 'Request too large' }],
  [422, { type: 'invalid_request_error', code: null, message: 'Unprocessable request' }],
  [429, { type: 'requests', code: 'rate_limit_exceeded', message: 'Rate limit reached' }],
]);
const serverError = { type: 'server_error', code: null, message: 'The server had an error' };

export function refuse(status: number, message?: string): DoubleReply {
  const kind = kinds.get(status) ?? serverError;
  return { status, body: { error: { message: message ?? kind.message, type: kind.type, param: null, code: kind.code } } };
}

export function refuseModel(id: string): DoubleReply {
  const message = `The model \`${id}\` does not exist`;
  const error = { message, type: 'invalid_request_error', param: 'model', code: 'model_not_found' };
  return { status: 404, body: { error } };
}
