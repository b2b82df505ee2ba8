import type amqp from 'amqplib';
import type { ConfirmChannel } from 'amqplib';

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

export function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString());
  } catch {
    return undefined; // no schema accepts it, so the message ends in the dead-letter queue
  }
}
