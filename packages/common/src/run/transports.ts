import type { z } from 'zod';
import type { serviceConfig } from '../config.ts';
import type { Clock, Context } from '../context.ts';
import type { Database } from '../database.ts';
import type { Logger } from '../log.ts';
import { type Metrics, watchQueues } from '../metrics.ts';
import type { Parts } from '../parts.ts';
import type { Service } from '../service.ts';
import { connectBus } from './bus.ts';
import type { createContexts } from './contexts.ts';
import { createInbox } from './inbox.ts';
import { startJobQueues } from './job-queues.ts';
import type { JobAttempt } from './queued-job.ts';
import { startRelay } from './relay.ts';
import { giveUpJob, runJob } from './run-job.ts';
import { startSchedules } from './schedules.ts';
import { subscribedEvents } from './topology.ts';

interface TransportOptions {
  readonly service: Pick<Service, 'name' | 'subscriptions' | 'jobPlaces'>;
  readonly config: z.output<typeof serviceConfig>;
  readonly database: Database;
  readonly parts: Parts;
  readonly toContext: ReturnType<typeof createContexts>;
  readonly systemContext: (space: string) => Context;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  /** Gets what stops each, in the order they were started. */
  readonly cleanups: (() => void | Promise<void>)[];
}

/** What comes to a service and leaves it without a request: events, jobs, schedules. */
export async function startTransports(options: TransportOptions): Promise<{ healthy(): boolean }> {
  const { service, config, database, parts, toContext, systemContext, metrics, clock, log, cleanups } = options;
  const { jobs = [], schedules = [] } = parts;
  const inbox = createInbox(database, service.subscriptions, toContext);
  const bus = await connectBus({
    url: config.RABBITMQ_URL,
    service: service.name,
    queueType: config.RABBITMQ_QUEUE_TYPE,
    events: subscribedEvents(service),
    log,
  });
  cleanups.push(() => bus.stop());
  const handlers = {
    run: (attempt: JobAttempt) => runJob(database, jobs, toContext(attempt), attempt),
    giveUp: (attempt: JobAttempt) => giveUpJob(database, jobs, toContext(attempt), attempt),
  };
  const queue = await startJobQueues(
    {
      ...{ name: service.name, redisUrl: config.REDIS_URL, prefix: config.REDIS_PREFIX },
      ...{ jobs: jobs.map(({ job }) => job), places: service.jobPlaces, log, ...handlers },
    },
    config.JOBS,
  );
  cleanups.push(() => queue.stop());
  cleanups.push(() => inbox.stop());
  await bus.consume((message) => inbox.receive(message));
  cleanups.push(() => bus.pause());

  const now = () => clock.now();
  const count = (kind: 'event' | 'job', sent: number) => metrics.sent.inc({ kind }, sent);
  const relays = [
    startRelay({ kind: 'event', database, now, log, send: (rows) => bus.publish(rows).then(() => count('event', rows.length)) }),
    startRelay({ kind: 'job', database, now, log, send: (rows) => queue.add(rows).then(() => count('job', rows.length)) }),
  ];
  cleanups.push(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
  });
  const ticker = startSchedules({ database, schedules, systemContext, log });
  cleanups.push(() => ticker.stop());
  watchQueues(metrics.registry, { database, bus, queue, now });
  return { healthy: () => bus.healthy };
}
