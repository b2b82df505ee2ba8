import { databaseNames, type ServiceSchema } from '@lyceum/common/database';
import { createDataSource } from '@lyceum/common/run/data-source';
import type { DataSource } from 'typeorm';
import type { Finding } from './repository.ts';

/** What a migration would have to do, in both directions. */
export interface SchemaDifference {
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** Indexes that an entity names and leaves to a migration (`synchronize: false`), and that no migration makes. */
  readonly byHand: readonly string[];
}

/** Compares the entities of a service with its schema in a migrated database; `url` is the owner's. */
export async function findDifference(url: string, { name, entities }: ServiceSchema): Promise<SchemaDifference> {
  const dataSource = await createDataSource({ url, schema: databaseNames(name).schema, entities }).initialize();
  try {
    await tellGeneratedColumns(dataSource);
    const { upQueries, downQueries } = await dataSource.driver.createSchemaBuilder().log();
    const statements = (queries: readonly { query: string }[]) =>
      queries.map(({ query }) => query).filter((query) => !query.includes(metadataTable));
    return { up: statements(upQueries), down: statements(downQueries), byHand: await findMissingIndexes(dataSource) };
  } finally {
    await dataSource.query(`DROP TABLE IF EXISTS ${metadataTable}`);
    await dataSource.destroy();
  }
}

const metadataTable = 'typeorm_metadata';

/**
 * TypeORM cannot read from PostgreSQL what a column is generated from, and compares with a table of its own. For the comparison it
 * gets one that says what the entities say: a changed expression is not seen, a missing column is.
 */
async function tellGeneratedColumns(dataSource: DataSource): Promise<void> {
  const names = ['type', 'database', 'schema', 'table', 'name', 'value'].map((name) => `"${name}"`);
  await dataSource.query(`CREATE TABLE ${metadataTable} (${names.map((name) => `${name} text`).join(', ')})`);
  for (const { tableName, columns } of dataSource.entityMetadatas) {
    for (const { databaseName, asExpression } of columns) {
      if (asExpression === undefined) continue;
      await dataSource.query(
        `INSERT INTO ${metadataTable} VALUES ('GENERATED_COLUMN', current_database(), current_schema(), $1, $2, $3)`,
        [tableName, databaseName, asExpression],
      );
    }
  }
}

async function findMissingIndexes(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ name: string }[]>(
    'SELECT indexname AS name FROM pg_indexes WHERE schemaname = current_schema()',
  );
  const existing = new Set(rows.map(({ name }) => name));
  return dataSource.entityMetadatas.flatMap(({ tableName, indices }) =>
    indices.filter(({ synchronize, name }) => !synchronize && !existing.has(name)).map(({ name }) => `${name} on ${tableName}`),
  );
}

export async function entitiesAndMigrationsAgree(url: string, service: ServiceSchema): Promise<Finding[]> {
  const { up, byHand } = await findDifference(url, service);
  const messages = [
    ...up.map((statement) => `npm run migration -- ${service.name} <name> would add: ${statement}`),
    ...byHand.map((index) => `write into a migration the index ${index}`),
  ];
  return messages.map((message) => ({
    rule: 'entities-and-migrations-agree',
    file: `services/${service.name}`,
    message,
  }));
}
