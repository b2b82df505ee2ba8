import amqp, { type Channel } from 'amqplib';
import type { Service } from '../service.ts';

export const exchange = 'lyceum.events';

/** Waits between the attempts of a handler that fails; after the last the message is dead-lettered. */
export const defaultRetryDelaysMs = [1_000, 5_000, 30_000, 120_000, 600_000] as const;

export interface Topology {
  readonly service: string;
  /** Quorum queues need no more than one node either; the local stack uses classic ones. */
  readonly queueType: 'classic' | 'quorum';
  /** Names of the events this service reacts to. */
  readonly events: readonly string[];
  /** Milliseconds. */
  readonly retryDelaysMs?: readonly number[];
}

/** Names of the events it reacts to, each once. */
export function subscribedEvents({ subscriptions }: Pick<Service, 'subscriptions'>): string[] {
  return [...new Set(subscriptions.map(({ event }) => event.name))];
}

/** The queues of a service, declared before anybody publishes (`npm run migrate`), so that no event goes nowhere. */
export async function declareQueues(channel: Channel, options: Topology): Promise<void> {
  const { service, events, queueType, retryDelaysMs = defaultRetryDelaysMs } = options;
  await channel.assertExchange(exchange, 'topic', { durable: true });
  await channel.assertQueue(deadQueue(service), { durable: true });
  await channel.assertQueue(service, {
    durable: true,
    deadLetterExchange: '',
    deadLetterRoutingKey: deadQueue(service),
    arguments: { 'x-queue-type': queueType },
  });
  for (const delay of retryDelaysMs) {
    const back = { durable: true, messageTtl: delay, deadLetterExchange: '', deadLetterRoutingKey: service };
    await channel.assertQueue(retryQueue(service, delay), back);
  }
  for (const event of events) await channel.bindQueue(service, exchange, event);
}

/** Opens a connection only for this and closes it. */
export async function declareTopology(url: string, services: readonly Topology[]): Promise<void> {
  const connection = await amqp.connect(url);
  try {
    const channel = await connection.createChannel();
    for (const service of services) await declareQueues(channel, service);
  } finally {
    await connection.close();
  }
}

export const deadQueue = (service: string) => `${service}.dead`;

export const retryQueue = (service: string, delayMs: number) => `${service}.retry.${delayMs}`;
