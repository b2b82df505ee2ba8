import amqp, { type Channel, type ChannelModel, type ConfirmChannel, type ConsumeMessage, type Message } from 'amqplib';
import type { Logger } from './log.ts';

const exchange = 'lyceum.events';
/** Waits between the attempts of a handler that fails; after the last the message is dead-lettered. */
const defaultRetryDelaysMs = [1_000, 5_000, 30_000, 120_000, 600_000] as const;
const prefetch = 256;

export interface BusMessage {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly space: string;
  readonly requestId: string;
}

export interface ReceivedMessage extends BusMessage {
  /** Taken: will not be delivered again. */
  ack(): void;
  /** Delivered again after a delay, or dead-lettered when all attempts are used up. Resolves when the broker has it. */
  retryLater(reason: string): Promise<void>;
}

export interface BusOptions {
  url: string;
  service: string;
  /** Quorum queues need no more than one node either; the local stack uses classic ones. */
  queueType: 'classic' | 'quorum';
  /** Names of the events this service reacts to. */
  events: readonly string[];
  /** Milliseconds. */
  retryDelaysMs?: readonly number[];
  log: Logger;
}

export type Topology = Omit<BusOptions, 'url' | 'log'>;

export interface Bus {
  /** Resolves when the broker has stored all of them. Rejects while it is away. */
  publish(messages: readonly BusMessage[]): Promise<void>;
  /** From now on, and again after every reconnection. */
  consume(receive: (message: ReceivedMessage) => void): Promise<void>;
  readonly healthy: boolean;
  /** Messages waiting, and messages given up. */
  depth(): Promise<{ waiting: number; dead: number }>;
  /** No new deliveries; what was received may still be acknowledged. */
  pause(): Promise<void>;
  stop(): Promise<void>;
}

/** The queues of a service, declared before anybody publishes (`npm run migrate`), so that no event goes nowhere. */
async function declareQueues(channel: Channel, options: Topology): Promise<void> {
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

export async function connectBus(options: BusOptions): Promise<Bus> {
  const { service, log, retryDelaysMs = defaultRetryDelaysMs } = options;
  let channels: { publishing: ConfirmChannel; consuming: Channel } | undefined;
  let receiver: ((message: ReceivedMessage) => void) | undefined;
  let consumerTag: string | undefined;

  const connection = await amqp.connect(options.url, {
    timeout: 5000,
    recovery: {
      initialDelay: 200,
      maxDelay: 2000,
      // A start that cannot reach the broker fails after about half a minute; later it is waited for.
      initialMaxRetries: 20,
      async setup(model: ChannelModel) {
        const consuming = await model.createChannel();
        consuming.on('error', (error: unknown) => log.warn({ err: error }, 'bus channel'));
        await declareQueues(consuming, options);
        await consuming.prefetch(prefetch);
        const publishing = await model.createConfirmChannel();
        publishing.on('error', (error: unknown) => log.warn({ err: error }, 'bus channel'));
        // Nobody has subscribed to this event: that is no failure, but worth knowing while developing.
        publishing.on('return', (message: Message) =>
          log.debug({ event: message.fields.routingKey }, 'event without subscribers'),
        );
        channels = { publishing, consuming };
        if (receiver) await startConsuming(consuming, receiver);
      },
    },
  });
  connection.on('disconnect', (error) => {
    channels = undefined;
    log.warn({ err: error }, 'bus connection lost');
  });
  connection.on('connect-failed', (error) => log.warn({ err: error }, 'bus connection'));
  connection.on('error', (error) => log.warn({ err: error }, 'bus connection'));

  function live() {
    if (!channels) throw Object.assign(new Error('RabbitMQ is away'), { code: 'ECONNREFUSED' });
    return channels;
  }

  async function startConsuming(channel: Channel, receive: (message: ReceivedMessage) => void): Promise<void> {
    const consumer = await channel.consume(service, (message) => {
      if (message) receive(receivedMessage(channel, message));
    });
    consumerTag = consumer.consumerTag;
  }

  function receivedMessage(channel: Channel, message: ConsumeMessage): ReceivedMessage {
    const { headers = {}, messageId, type } = message.properties;
    // After a reconnection the old channel is closed and the message comes again: the inbox knows it.
    const ack = () => {
      if (channels?.consuming === channel) channel.ack(message);
    };
    return {
      id: String(messageId),
      name: String(type),
      payload: parseJson(message.content),
      space: String(headers['space']),
      requestId: String(headers['requestId']),
      ack,
      async retryLater(reason) {
        const attempt = Number(headers['attempt'] ?? 1);
        const delay = retryDelaysMs[attempt - 1];
        const queue = delay === undefined ? deadQueue(service) : retryQueue(service, delay);
        const next = { ...headers, attempt: attempt + 1, reason: reason.slice(0, 500) };
        await send(live().publishing, '', queue, message.content, { ...message.properties, headers: next });
        ack();
      },
    };
  }

  return {
    async publish(messages) {
      const { publishing } = live();
      const sent = messages.map(({ id, name, payload, space, requestId }) =>
        send(publishing, exchange, name, Buffer.from(JSON.stringify(payload)), {
          messageId: id,
          type: name,
          contentType: 'application/json',
          headers: { space, requestId, attempt: 1 },
        }),
      );
      await Promise.all(sent);
    },
    async consume(receive) {
      receiver = receive;
      await startConsuming(live().consuming, receive);
    },
    get healthy() {
      return channels !== undefined;
    },
    async depth() {
      const { consuming } = live();
      const [waiting, dead] = [await consuming.checkQueue(service), await consuming.checkQueue(deadQueue(service))];
      return { waiting: waiting.messageCount, dead: dead.messageCount };
    },
    async pause() {
      receiver = undefined;
      if (channels && consumerTag) await channels.consuming.cancel(consumerTag);
    },
    stop: () => connection.close(),
  };
}

function send(
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

function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString());
  } catch {
    return undefined; // no schema accepts it, so the message ends in the dead-letter queue
  }
}

const deadQueue = (service: string) => `${service}.dead`;
const retryQueue = (service: string, delayMs: number) => `${service}.retry.${delayMs}`;
