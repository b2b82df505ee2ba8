import { databaseNames, type ServiceSchema } from '@lyceum/common/database';
import { createDataSource } from '@lyceum/common/run/data-source';
import type { Finding } from './repository.ts';

/** What a migration would have to do, in both directions. */
export interface SchemaDifference {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** Compares the entities of a service with its schema in a migrated database; `url` is the owner's. */
export async function findDifference(url: string, { name, entities }: ServiceSchema): Promise<SchemaDifference> {
  const dataSource = await createDataSource({ url, schema: databaseNames(name).schema, entities }).initialize();
  try {
    const { upQueries, downQueries } = await dataSource.driver.createSchemaBuilder().log();
    const statements = (queries: readonly { query: string }[]) => queries.map(({ query }) => query);
    return { up: statements(upQueries), down: statements(downQueries) };
  } finally {
    await dataSource.destroy();
  }
}

export async function entitiesAndMigrationsAgree(url: string, service: ServiceSchema): Promise<Finding[]> {
  const { up } = await findDifference(url, service);
  return up.map((statement) => ({
    rule: 'entities-and-migrations-agree',
    file: `services/${service.name}`,
    message: `npm run migration -- ${service.name} <name> would add: ${statement}`,
  }));
}
