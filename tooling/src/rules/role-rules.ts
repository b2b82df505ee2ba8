import type { Client } from 'pg';
import type { Finding } from './repository.ts';

/** Each row says one thing that is wrong. `$1` is the role, `$2` its schema. */
const faults = [
  `SELECT 'may not be superuser, bypass row-level security, or make roles and databases'
   FROM pg_roles WHERE rolname = $1 AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)`,
  `SELECT 'is a member of ' || roleid::regrole || ' and can become it'
   FROM pg_auth_members WHERE member = $1::regrole`,
  `SELECT 'owns the schema ' || nspname FROM pg_namespace WHERE nspowner = $1::regrole`,
  `SELECT 'owns ' || oid::regclass FROM pg_class WHERE relowner = $1::regrole AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')`,
  `SELECT 'owns the function ' || oid::regprocedure FROM pg_proc WHERE proowner = $1::regrole`,
  `SELECT 'may create things in the schema ' || nspname
   FROM pg_namespace WHERE nspname !~ '^pg_' AND has_schema_privilege($1, oid, 'CREATE')`,
  `SELECT 'may create schemas' WHERE has_database_privilege($1, current_database(), 'CREATE')`,
  `SELECT 'may use the schema ' || nspname
   FROM pg_namespace
   WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema', $2)
     AND has_schema_privilege($1, oid, 'USAGE')`,
  // TRUNCATE asks no policy.
  `SELECT 'may truncate, reference or put triggers on ' || oid::regclass
   FROM pg_class
   WHERE relnamespace = $2::regnamespace AND relkind IN ('r', 'p') AND has_table_privilege($1, oid, 'TRUNCATE, REFERENCES, TRIGGER')`,
];

/** The role of a service reads and writes rows of its own schema and can do nothing else. */
export async function roleIsConfined(database: Client, role: string, schema: string): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const sql of faults) {
    // A query that needs one parameter only still gets both.
    const { rows } = await database.query<{ message: string }>(
      `SELECT * FROM (${sql}) AS fault(message) WHERE $2::text IS NOT NULL`,
      [role, schema],
    );
    found.push(...rows.map(({ message }) => ({ rule: 'role-is-confined', file: role, message })));
  }
  return found;
}
