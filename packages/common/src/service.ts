import type { ServiceName } from '@lyceum/contracts/services';
import type { EntitySchema } from 'typeorm';
import type { z } from 'zod';
import type { Revocations } from './auth/revocations.ts';
import type { serviceConfig } from './config.ts';
import type { Clock, Context } from './context.ts';
import type { Database, Migration, ServiceSchema } from './database.ts';
import type { ConstraintErrors } from './errors.ts';
import type { Route } from './http/route.ts';
import type { JobHandler, Places, Schedule } from './jobs.ts';
import type { Logger } from './log.ts';
import { answerRequests, type Snapshot } from './outbox/snapshots.ts';
import type { Subscription } from './outbox.ts';
import type { Redis } from './redis.ts';
import type { ServiceClient } from './service-client.ts';

export type ConfigSchema = z.ZodObject & z.ZodType<z.output<typeof serviceConfig>>;

/** What a service may use while it builds its parts. */
export interface Kit<Schema extends ConfigSchema> {
  readonly config: z.output<Schema>;
  readonly redis: Redis;
  readonly revocations: Revocations;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** Other services. */
  readonly services: ServiceClient;
  /** A context for work that no request asked for. */
  systemContext(space: string): Context;
}

export interface Parts {
  readonly routes: readonly Route[];
  readonly jobs?: readonly JobHandler[];
  readonly schedules?: readonly Schedule[];
  /** Runs when requests and messages have come to rest. */
  stop?(): void | Promise<void>;
}

export interface Service<Schema extends ConfigSchema = ConfigSchema> extends ServiceSchema {
  readonly name: ServiceName;
  readonly config: Schema;
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly Migration[];
  /** What it does when others publish. Its queue is bound to their events before anybody starts. */
  readonly subscriptions: readonly Subscription[];
  /** What it tells again, to services that keep a copy and are younger than what it told. */
  readonly snapshots: readonly Snapshot[];
  /** Jobs of the kit. */
  readonly kitJobs: readonly JobHandler[];
  /** Named constraint → the declared failure its violation means. */
  readonly constraints: ConstraintErrors;
  /** Shared by all jobs that have none of their own. */
  readonly jobPlaces: Places;
  mount(kit: Kit<Schema>): Parts | Promise<Parts>;
}

type Definition<Schema extends ConfigSchema> = Pick<Service<Schema>, 'name' | 'config' | 'entities' | 'migrations' | 'mount'> &
  Partial<Pick<Service<Schema>, 'subscriptions' | 'snapshots' | 'constraints' | 'jobPlaces'>>;

/** A service is a value: nothing runs, and nothing is remembered, until it is started. */
export function defineService<Schema extends ConfigSchema>(definition: Definition<Schema>): Service<Schema> {
  const { snapshots = [], subscriptions = [] } = definition;
  const answers = snapshots.length > 0 ? [answerRequests(snapshots)] : [];
  return {
    constraints: {},
    jobPlaces: { perProcess: 5, perPerson: 5 },
    ...definition,
    snapshots,
    subscriptions: [...subscriptions, ...answers.map(({ subscription }) => subscription)],
    kitJobs: answers.map(({ job }) => job),
  };
}

/** Names of the events it reacts to, each once. */
export function subscribedEvents({ subscriptions }: Pick<Service, 'subscriptions'>): string[] {
  return [...new Set(subscriptions.map(({ event }) => event.name))];
}
