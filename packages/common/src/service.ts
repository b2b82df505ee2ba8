import type { ServiceName } from '@lyceum/contracts/services';
import type { EntitySchema } from 'typeorm';
import type { z } from 'zod';
import type { Revocations } from './auth/revocations.ts';
import type { serviceConfig } from './config.ts';
import type { Clock, Context } from './context.ts';
import type { Database, Migration, ServiceSchema } from './database.ts';
import type { ConstraintErrors } from './errors.ts';
import type { JobHandler, Places } from './jobs.ts';
import type { Logger } from './log.ts';
import { answerRequests, type Snapshot } from './outbox/snapshots.ts';
import type { Subscription } from './outbox.ts';
import type { FeatureParts, Parts, Stoppable } from './parts.ts';
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

/** All that a service has about one of its nouns. `Needs` is what it takes from the kit and from what the service shares. */
export interface Feature<Needs = unknown> {
  readonly entities?: readonly EntitySchema[];
  /** They run in the order of their times, whichever feature they are of. */
  readonly migrations?: readonly Migration[];
  /** What it does when others publish. The queue of the service is bound to their events before anybody starts. */
  readonly subscriptions?: readonly Subscription[];
  /** What it tells again, to services that keep a copy and are younger than what it told. */
  readonly snapshots?: readonly Snapshot[];
  /** Named constraint → the declared failure its violation means. */
  readonly constraints?: ConstraintErrors;
  readonly mount?: (needs: Needs) => FeatureParts | Promise<FeatureParts>;
}

export interface Service<Schema extends ConfigSchema = ConfigSchema> extends ServiceSchema {
  readonly name: ServiceName;
  readonly config: Schema;
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly Migration[];
  readonly subscriptions: readonly Subscription[];
  readonly snapshots: readonly Snapshot[];
  /** Jobs of the kit. */
  readonly kitJobs: readonly JobHandler[];
  readonly constraints: ConstraintErrors;
  /** Shared by all jobs that have none of their own. */
  readonly jobPlaces: Places;
  mount(kit: Kit<Schema>): Promise<Parts>;
}

interface Definition<Schema extends ConfigSchema, Shared extends Stoppable> extends Pick<Service<Schema>, 'name' | 'config'> {
  readonly jobPlaces?: Places;
  /** Makes what several features take, once. A function of its own, with its types, from which those of the features follow. */
  readonly share?: (kit: Kit<Schema>) => Shared | Promise<Shared>;
  readonly features: readonly Feature<Kit<Schema> & Shared>[];
}

/** A service is a value: nothing runs, and nothing is remembered, until it is started. */
export function defineService<Schema extends ConfigSchema, Shared extends Stoppable = Stoppable>({
  name,
  config,
  jobPlaces = { perProcess: 5, perPerson: 5 },
  share,
  features,
}: Definition<Schema, Shared>): Service<Schema> {
  const snapshots = features.flatMap((feature) => feature.snapshots ?? []);
  const answers = snapshots.length > 0 ? [answerRequests(snapshots)] : [];
  return {
    name,
    config,
    jobPlaces,
    entities: features.flatMap(({ entities = [] }) => entities),
    migrations: features.flatMap(({ migrations = [] }) => migrations),
    subscriptions: [
      ...features.flatMap(({ subscriptions = [] }) => subscriptions),
      ...answers.map(({ subscription }) => subscription),
    ],
    snapshots,
    kitJobs: answers.map(({ job }) => job),
    constraints: Object.assign({}, ...features.map(({ constraints }) => constraints)),
    mount: (kit) => mountAll(kit, share, features),
  };
}

/** A feature as it is; the type of what it needs is read from its `mount`. */
export const defineFeature = <Needs = unknown>(feature: Feature<Needs>): Feature<Needs> => feature;

async function mountAll<Schema extends ConfigSchema, Shared extends Stoppable>(
  kit: Kit<Schema>,
  share: Definition<Schema, Shared>['share'],
  features: Definition<Schema, Shared>['features'],
): Promise<Parts> {
  const stoppable: Stoppable[] = [];
  const stop = async () => {
    for (const part of stoppable.splice(0).reverse()) await part.stop?.();
  };
  try {
    const shared = await share?.(kit);
    if (shared) stoppable.push(shared);
    // Without `share` there is nothing shared, and `Shared` says so.
    const needs = { ...kit, ...shared } as Kit<Schema> & Shared;
    const mounted: FeatureParts[] = [];
    for (const { mount } of features) {
      const parts = await mount?.(needs);
      if (!parts) continue;
      stoppable.push(parts);
      mounted.push(parts);
    }
    return {
      routes: mounted.flatMap(({ routes = [] }) => routes),
      protocols: mounted.flatMap(({ protocols = [] }) => protocols),
      contents: mounted.flatMap(({ contents = [] }) => contents),
      sockets: mounted.flatMap(({ sockets = [] }) => sockets),
      jobs: mounted.flatMap(({ jobs = [] }) => jobs),
      schedules: mounted.flatMap(({ schedules = [] }) => schedules),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
