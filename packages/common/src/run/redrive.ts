import amqp from 'amqplib';
import { send } from './bus-channel.ts';
import { deadQueue } from './topology.ts';

/** Sends the dead letters of a service back to it; returns how many. */
export async function redrive(url: string, service: string): Promise<number> {
  const connection = await amqp.connect(url);
  try {
    const channel = await connection.createConfirmChannel();
    const { messageCount } = await channel.checkQueue(deadQueue(service));
    let moved = 0;
    for (; moved < messageCount; moved += 1) {
      const message = await channel.get(deadQueue(service));
      if (!message) break;
      await send(channel, '', service, message.content, {
        ...message.properties,
        headers: { ...message.properties.headers, attempt: 1 },
      });
      channel.ack(message);
    }
    // Closing the channel waits until the broker has taken the acknowledgements.
    await channel.close();
    return moved;
  } finally {
    await connection.close();
  }
}
