import amqp, { type Channel, type ChannelModel, type ConfirmChannel, type ConsumeMessage, type Message } from 'amqplib';
import type { Logger } from '../log.ts';
import { type EventMessage, parseJson, send, sendEvent } from './bus-channel.ts';
import { deadQueue, declareQueues, defaultRetryDelaysMs, retryQueue, type Topology } from './topology.ts';

const prefetch = 256;

export interface BusMessage extends EventMessage {
  /** Told again, for handlers that keep a copy. */
  readonly snapshot?: boolean;
}

export interface ReceivedMessage extends BusMessage {
  /** Taken: will not be delivered again. */
  ack(): void;
  /** Delivered again after a delay, or dead-lettered when all attempts are used up. Resolves when the broker has it. */
  retryLater(reason: string): Promise<void>;
}

export interface BusOptions extends Topology {
  readonly url: string;
  readonly log: Logger;
}

export interface Bus {
  /** Resolves when the broker has stored all of them. Rejects while it is away. */
  publish(messages: readonly EventMessage[]): Promise<void>;
  /** From now on, and again after every reconnection. */
  consume(receive: (message: ReceivedMessage) => void): Promise<void>;
  readonly healthy: boolean;
  /** Messages waiting, and messages given up. */
  depth(): Promise<{ waiting: number; dead: number }>;
  /** No new deliveries; what was received may still be acknowledged. */
  pause(): Promise<void>;
  stop(): Promise<void>;
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
      snapshot: headers['snapshot'] === true,
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
      await Promise.all(messages.map((message) => sendEvent(publishing, message)));
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
