import type { DoubleReply } from '../doubles/double-reply.ts';

const messages = new Map([
  [400, 'Bad request'],
  [401, 'Unauthorized'],
  [402, 'Payment Required'],
  [403, 'Permission denied'],
  [404, 'No such model'],
  [405, 'Method not allowed'],
  [413, 'Payload too large'],
  [422, 'Invalid params'],
  [429, 'Too many requests'],
]);

function toMessage(status: number): string {
  return messages.get(status) ?? 'Internal Server Error';
}

/** An error of the API. */
export function refuseCall(status: number, message = toMessage(status)): DoubleReply {
  return { status, body: { status, message } };
}

/** An error of the token endpoint, which has a shape of its own. */
export function refuseToken(status: number, code: number, message = toMessage(status)): DoubleReply {
  return { status, body: { code, message } };
}
