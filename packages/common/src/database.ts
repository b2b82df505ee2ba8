import type { ServiceName } from '@lyceum/contracts/services';
import type { EntityManager, EntitySchema, MigrationInterface, QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Context } from './context.ts';
import type { MessageKind } from './outbox/written.ts';

export type Migration = new () => MigrationInterface;

/** The tenant column of every domain table: filled by its default, guarded by the table's policy, never named by domain code. */
export const spaceColumn = {
  spaceId: {
    type: 'text',
    default: () => "current_setting('app.space')",
    select: false,
    insert: false,
    update: false,
  },
} as const;

/** The column with the row that this one belongs to and goes with; `constraint` is the name of its foreign key. */
export function belongsTo<Owner>(target: EntitySchema<Owner>, constraint: string) {
  return { type: 'uuid', foreignKey: { target, name: constraint, onDelete: 'CASCADE' } } as const;
}

/** What a schema of the contracts describes, as a row has it: a timestamp is a date. */
export type RowOf<Schema extends z.ZodType> = {
  [Key in keyof z.output<Schema>]: Date extends z.input<Schema>[Key & keyof z.input<Schema>]
    ? Exclude<z.input<Schema>[Key & keyof z.input<Schema>], string>
    : z.output<Schema>[Key];
};
/** The same as a part of the key, where a row has no `id`: `columns: { ...spaceKey, day: { type: 'date', primary: true } }`. */
export const spaceKey = { spaceId: { ...spaceColumn.spaceId, primary: true } } as const;

/** Id of a new row: UUIDv7 (RFC 9562). New ones sort last, so indexes grow at their end. */
export function newId(): string {
  return uuidv7();
}

/** Rows are reached only here, so that no query runs without a space. */
export interface Database {
  /** One or more reads, each seeing what is committed when it runs. Run again when a migration came between. */
  read<Result>(context: Pick<Context, 'space'>, run: (manager: EntityManager) => Promise<Result>): Promise<Result>;
  /** All or nothing. Run again, at most twice, after a deadlock or a serialization failure, so `run` has no effect outside the database. */
  transact<Result>(context: Pick<Context, 'space'>, run: (manager: EntityManager) => Promise<Result>): Promise<Result>;
  /** For the kit's own tables, which belong to no space. */
  system<Result>(run: (manager: EntityManager) => Promise<Result>): Promise<Result>;
  /** The spaces in which this table has rows, in the order of their names; an index that leads with `space_id` serves it. */
  spacesWith<Row>(entity: EntitySchema<Row>): Promise<string[]>;
  /** Calls back whenever this process may have committed messages of this kind; those of others have to be looked for. */
  onOutboxWrite(kind: MessageKind, look: () => void): void;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Makes rows of other spaces invisible and unwritable for the service's role. Without `app.space` every query on the table
 * fails; it never means "all rows". Called in the migration that creates the table.
 */
export async function protectTable(queryRunner: QueryRunner, table: string): Promise<void> {
  await queryRunner.query(`ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`);
  await queryRunner.query(
    `CREATE POLICY "${table}_space" ON "${table}" USING (space_id = current_setting('app.space')) WITH CHECK (space_id = current_setting('app.space'))`,
  );
}

/** Tables of the kit: they serve all spaces and have no policy. Every other table must have one. */
export const kitTables = ['outbox', 'inbox', 'idempotency_keys', 'schedules', 'migrations'] as const;

export interface ServiceSchema {
  readonly name: ServiceName;
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly Migration[];
}

/** Role and schema of a service: lyceum_program_generation, program_generation. */
export function databaseNames(service: ServiceName): { role: string; schema: string } {
  const schema = service.replaceAll('-', '_');
  return { role: `lyceum_${schema}`, schema };
}
