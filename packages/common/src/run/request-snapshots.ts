import { randomUUID } from 'node:crypto';
import amqp from 'amqplib';
import { snapshotsRequested } from '../outbox/snapshots.ts';
import type { Service } from '../service.ts';
import { sendEvent } from './bus-channel.ts';

type Publisher = Pick<Service, 'name' | 'subscriptions' | 'snapshots'>;

/** The events of which the service keeps a copy. Throws where no owner tells one of them again. */
export function copiedEvents(services: readonly Publisher[], name: string): string[] {
  const copies = services
    .filter((service) => service.name === name)
    .flatMap(({ subscriptions }) => subscriptions.filter(({ keepsCopy }) => keepsCopy).map(({ event }) => event.name));
  const published = new Set(services.flatMap(({ snapshots }) => snapshots.map(({ event }) => event.name)));
  const missing = copies.filter((event) => !published.has(event));
  if (missing.length > 0) throw new Error(`nobody tells again: ${missing.join(', ')}`);
  return [...new Set(copies)];
}

/** Asks the owners to tell a service again what is so now. They answer when they run. */
export async function requestSnapshots(url: string, events: readonly string[], recipient: string): Promise<void> {
  const connection = await amqp.connect(url);
  try {
    const channel = await connection.createConfirmChannel();
    await sendEvent(channel, {
      id: randomUUID(),
      name: snapshotsRequested.name,
      payload: snapshotsRequested.schema.parse({ events, recipient }),
      space: 'main',
      requestId: randomUUID(),
    });
  } finally {
    await connection.close();
  }
}
