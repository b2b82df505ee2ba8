import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseNames } from '@lyceum/common/database';
import type { ServiceName } from '@lyceum/contracts/services';
import { asOwner } from '../database/scratch-database.ts';
import type { SchemaDifference } from '../rules/drift-rules.ts';
import { insert, Refusal } from './insert.ts';
import { migrationSource } from './migration-source.ts';
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

/** Writes the migration and lists it in the service. Returns both files, relative to the root. */
export async function createMigration({ root, service, name, difference, url, now }: MigrationRequest): Promise<string[]> {
  if (!isKebabCase(name)) throw new Refusal(`"${name}" is no name: write it like add-notes`);
  const folder = `services/${service}/src/migrations`;
  const existing = readdirSync(join(root, folder)).map((file) => Number.parseInt(file, 10));
  const timestamp = Math.max(now.getTime(), ...existing.map((other) => other + 1));
  const className = `${pascalCase(name)}${timestamp}`;
  const quoted = await quoteIdentifiers(url, identifiersIn([...difference.up, ...difference.down]));
  const source = migrationSource(className, difference, { schema: databaseNames(service).schema, quoted });

  const serviceFile = `services/${service}/src/service.ts`;
  const known = readFileSync(join(root, serviceFile), 'utf8');
  const listed = insert(
    known,
    'after',
    /\bmigrations: \[[^\]]*(?=\])/,
    /\bmigrations: \[\s*\]/.test(known) ? className : `, ${className}`,
  );
  const file = `${folder}/${timestamp}-${name}.ts`;
  writeFileSync(join(root, serviceFile), `import { ${className} } from './migrations/${timestamp}-${name}.ts';\n${listed}`);
  writeFileSync(join(root, file), source);
  return [file, serviceFile];
}

async function quoteIdentifiers(url: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await asOwner(url, (owner) =>
    owner.query<{ name: string; quoted: string }>('SELECT name, quote_ident(name) AS quoted FROM unnest($1::text[]) AS name', [
      names,
    ]),
  );
  return new Map(rows.map(({ name, quoted }) => [name, quoted]));
}
