import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { databaseNames } from '@lyceum/common/database';
import type { ServiceName } from '@lyceum/contracts/services';
import { asOwner } from '../database/scratch-database.ts';
import type { SchemaDifference } from '../rules/drift-rules.ts';
import { insert, Refusal } from './insert.ts';
import { migrationSource } from './migration-source.ts';
import { nextMigrationTime } from './migration-time.ts';
import { isKebabCase, pascalCase } from './names.ts';
import { identifiersIn } from './sql-style.ts';

interface MigrationRequest {
  root: string;
  service: ServiceName;
  /** `add-notes` */
  name: string;
  difference: SchemaDifference;
  /** A database, to ask how it writes identifiers. */
  url: string;
  now: Date;
}

/** Writes the migration and lists it in the feature of its table. Returns both files, relative to the root. */
export async function createMigration({ root, service, name, difference, url, now }: MigrationRequest): Promise<string[]> {
  if (!isKebabCase(name)) throw new Refusal(`"${name}" is no name: write it like add-notes`);
  const folder = `services/${service}/src/migrations`;
  const timestamp = nextMigrationTime(join(root, folder), now);
  const className = `${pascalCase(name)}${timestamp}`;
  const quoted = await quoteIdentifiers(url, identifiersIn([...difference.up, ...difference.down]));
  const source = migrationSource(className, difference, { schema: databaseNames(service).schema, quoted });

  const feature = findFeature(join(root, `services/${service}/src`), difference);
  const featureFile = `services/${service}/src/${feature}`;
  const listed = listMigration(readFileSync(join(root, featureFile), 'utf8'), className);
  const file = `${folder}/${timestamp}-${name}.ts`;
  const imported = `import { ${className} } from '${relative(dirname(featureFile), file)}';\n`;
  writeFileSync(join(root, featureFile), imported + listed);
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, file), source);
  return [file, featureFile];
}

/** The feature beside the entity of the first table that changes, as a path below `src`. */
function findFeature(src: string, { up, byHand }: SchemaDifference): string {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' });
  const statements = [...up, ...byHand].join('\n');
  const places = files
    .filter((file) => file.endsWith('.entity.ts'))
    .map((file) => {
      const table = /tableName: '(\w+)'/.exec(readFileSync(join(src, file), 'utf8'))?.[1] ?? '';
      return { folder: dirname(file), at: statements.search(new RegExp(`\\b${table}\\b`)) };
    })
    .filter(({ at }) => at !== -1)
    .toSorted((one, other) => one.at - other.at);
  const feature = files.find((file) => file.endsWith('.feature.ts') && dirname(file) === places[0]?.folder);
  if (!feature) throw new Refusal(`${src} has no feature beside the entity that changes`);
  return feature;
}

function listMigration(feature: string, className: string): string {
  const isListed = /\bmigrations: \[/.test(feature);
  return isListed
    ? insert(feature, 'after', /\bmigrations: \[[^\]]*(?=\])/, `, ${className}`)
    : insert(feature, 'after', /\bdefineFeature\(\{/, ` migrations: [${className}],`);
}

async function quoteIdentifiers(url: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await asOwner(url, (owner) =>
    owner.query<{ name: string; quoted: string }>('SELECT name, quote_ident(name) AS quoted FROM unnest($1::text[]) AS name', [
      names,
    ]),
  );
  return new Map(rows.map(({ name, quoted }) => [name, quoted]));
}
