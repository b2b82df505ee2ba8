import type amqp from 'amqplib';
import type { ConfirmChannel } from 'amqplib';
import { exchange } from './topology.ts';

export interface EventMessage {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly space: string;
  readonly requestId: string;
  /** The one service it is for; without one it is for all that have subscribed. */
  readonly recipient?: string | null;
}

export function send(
  channel: ConfirmChannel,
  to: string,
  key: string,
  content: Buffer,
  properties: amqp.Options.Publish,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  channel.publish(to, key, content, { ...properties, persistent: true, mandatory: true }, (error: unknown) => {
    if (error) reject(error instanceof Error ? error : new Error('the broker refused a message'));
    else resolve();
  });
  return promise;
}

/** To everybody who has subscribed; or told again to one, for its handlers that keep a copy. */
export function sendEvent(channel: ConfirmChannel, message: EventMessage): Promise<void> {
  const { id, name, payload, space, requestId, recipient } = message;
  const [to, key] = recipient ? ['', recipient] : [exchange, name];
  return send(channel, to, key, Buffer.from(JSON.stringify(payload)), {
    messageId: id,
    type: name,
    contentType: 'application/json',
    headers: { space, requestId, attempt: 1, ...(recipient && { snapshot: true }) },
  });
}

export function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString());
  } catch {
    return undefined; // no schema accepts it, so the message ends in the dead-letter queue
  }
}
