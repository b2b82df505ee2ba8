import { kitTables } from '@lyceum/common/database';
import type { Client } from 'pg';
import type { Finding } from './repository.ts';

interface Relation {
  oid: string;
  name: string;
  kind: 'table' | 'view' | 'other';
  protected: boolean;
  invoker: boolean;
}

const space = "current_setting('app.space'::text)";
const policy = `(space_id = ${space})`;

/**
 * What must reach over all spaces says why where it is made: `COMMENT ON CONSTRAINT spaces_id ON spaces IS 'all spaces: ...'`,
 * or `COMMENT ON FUNCTION`, or `COMMENT ON INDEX`.
 */
const isReasoned = (comment: string) => /^all spaces: \S/.test(comment);

/** Tables, views and functions of a service's schema keep the spaces apart, whatever a query forgets. */
export async function tablesKeepSpacesApart(database: Client, schema: string): Promise<Finding[]> {
  const relations = await readRelations(database, schema);
  const columns = await readSpaceColumns(database, schema);
  const policies = await readPolicies(database, schema);
  const keys = await readUniqueKeys(database, schema);
  const faults = relations.flatMap((relation) => {
    const { name } = relation;
    const found =
      relation.kind === 'table'
        ? [
            ...columnFaults(columns.get(name)),
            ...protectionFaults(relation, policies.get(name) ?? []),
            ...keyFaults(keys.get(name) ?? []),
          ]
        : viewFaults(relation);
    return found.map((message) => ({ name, message }));
  });
  const functions = await readUnboundFunctions(database, schema);
  return [
    ...faults,
    ...functions.map((name) => ({
      name: `${name}()`,
      message: `runs as the owner without asking for app.space, and no comment says "all spaces: <why>"`,
    })),
  ].map(({ name, message }) => ({ rule: 'tables-keep-spaces-apart', file: `${schema}.${name}`, message }));
}

async function readRelations(database: Client, schema: string): Promise<Relation[]> {
  const { rows } = await database.query<Relation>(
    `SELECT oid, relname AS name, relrowsecurity AS protected,
       coalesce('security_invoker=true' = ANY(reloptions), false) AS invoker,
       CASE WHEN relkind IN ('r', 'p') THEN 'table' WHEN relkind = 'v' THEN 'view' ELSE 'other' END AS kind
     FROM pg_class
     WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') AND relname <> ALL($2)
     ORDER BY relname`,
    [schema, kitTables],
  );
  return rows;
}

interface SpaceColumn {
  table: string;
  required: boolean;
  type: string;
  default: string | null;
}

async function readSpaceColumns(database: Client, schema: string): Promise<Map<string, SpaceColumn>> {
  const { rows } = await database.query<SpaceColumn>(
    `SELECT relname AS table, attnotnull AS required, format_type(atttypid, atttypmod) AS type,
       pg_get_expr(adbin, adrelid) AS default
     FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'space_id' AND NOT attisdropped
     LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
     WHERE relnamespace = $1::regnamespace`,
    [schema],
  );
  return new Map(rows.map((row) => [row.table, row]));
}

function columnFaults(column: SpaceColumn | undefined): string[] {
  if (!column) return ['has no column space_id: add `...spaceColumn` to the entity and to the migration'];
  const isRight = column.required && column.type === 'text' && column.default === space;
  return isRight ? [] : [`space_id must be text NOT NULL DEFAULT ${space}`];
}

interface Policy {
  table: string;
  permissive: boolean;
  command: string;
  using: string | null;
  check: string | null;
}

async function readPolicies(database: Client, schema: string): Promise<Map<string, Policy[]>> {
  const { rows } = await database.query<Policy>(
    `SELECT tablename AS table, permissive = 'PERMISSIVE' AND roles = '{public}' AS permissive, cmd AS command,
       qual AS using, with_check AS check
     FROM pg_policies WHERE schemaname = $1`,
    [schema],
  );
  return Map.groupBy(rows, ({ table }) => table);
}

/** Permissive policies add up, so that one which allows more undoes the one that counts. */
function protectionFaults(relation: Relation, policies: readonly Policy[]): string[] {
  if (!relation.protected) return ['has no row-level security: call protectTable in its migration'];
  const guards = policies.filter(({ permissive }) => permissive);
  const isGuarded = guards.length === 1 && guards.every(isSpacePolicy);
  return isGuarded ? [] : [`must have one permissive policy, for all commands: USING and WITH CHECK ${policy}`];
}

function isSpacePolicy({ command, using, check }: Policy): boolean {
  return command === 'ALL' && using === policy && check === policy;
}

interface UniqueKey {
  table: string;
  name: string;
  primary: boolean;
  columns: string[];
  types: string[];
  comment: string;
}

async function readUniqueKeys(database: Client, schema: string): Promise<Map<string, UniqueKey[]>> {
  const { rows } = await database.query<UniqueKey>(
    `SELECT owner.relname AS table, index.relname AS name, indisprimary AS primary,
       array_agg(coalesce(attname, '')::text) AS columns, array_agg(coalesce(atttypid::regtype::text, '')) AS types,
       coalesce(obj_description(index.oid, 'pg_class'), obj_description(max(pg_constraint.oid), 'pg_constraint'), '') AS comment
     FROM pg_index
     JOIN pg_class AS index ON index.oid = indexrelid
     JOIN pg_class AS owner ON owner.oid = indrelid
     CROSS JOIN unnest(indkey[0:indnkeyatts - 1]) AS key
     LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = key
     LEFT JOIN pg_constraint ON conindid = index.oid AND conrelid = indrelid
     WHERE owner.relnamespace = $1::regnamespace AND (indisunique OR indisexclusion)
     GROUP BY owner.relname, index.relname, index.oid, indisprimary`,
    [schema],
  );
  return Map.groupBy(rows, ({ table }) => table);
}

/** A key without the space lets one school see by a conflict what another has. A UUID of our own making tells nothing. */
function keyFaults(keys: readonly UniqueKey[]): string[] {
  const narrow = keys.filter(({ primary, columns, types, comment }) => {
    const isIdentity = primary && types.every((type) => type === 'uuid');
    return !isIdentity && !columns.includes('space_id') && !isReasoned(comment);
  });
  return [
    ...(keys.some(({ primary }) => primary) ? [] : ['has no primary key']),
    ...narrow.map(({ name }) => `the unique key ${name} must include space_id, or a comment must say "all spaces: <why>"`),
  ];
}

function viewFaults({ kind, invoker }: Relation): string[] {
  if (kind === 'other') return ['is no table: a materialized view or a foreign table has no policy'];
  return invoker ? [] : ['is a view that reads as its owner, past every policy: make it WITH (security_invoker = true)'];
}

/** Functions that run with the rights of the owner, whom no policy binds. */
async function readUnboundFunctions(database: Client, schema: string): Promise<string[]> {
  const { rows } = await database.query<{ name: string; comment: string }>(
    `SELECT proname AS name, coalesce(obj_description(oid, 'pg_proc'), '') AS comment FROM pg_proc
     WHERE pronamespace = $1::regnamespace AND prosecdef
       AND coalesce(pg_get_function_sqlbody(oid), prosrc) NOT LIKE '%current_setting(''app.space''%'`,
    [schema],
  );
  return rows.flatMap(({ name, comment }) => (isReasoned(comment) ? [] : [name]));
}
