import type { Database } from '@lyceum/common/database';
import type { Client } from 'pg';
import type { Key } from './fill.ts';
import { GuardedCourse, OpenCourse } from './service.ts';

interface Variant {
  readonly name: string;
  call(key: Key): Promise<unknown>;
  readonly order?: 'alternating';
}

/** Ways to read the same rows. */
export interface Comparison {
  readonly title: string;
  /** Name of the variant the others are compared with. */
  readonly reference: string;
  readonly variants: readonly Variant[];
}

const withoutPolicy = 'no policy';
const spelledOut = 'no policy, WHERE space_id = … spelled out';
export const withPolicy = 'policy';
const alternating = 'policy, each call for another space than the last';
const pageSize = 50;

/** As domain code reads. */
export function byKey(database: Database): Comparison {
  const guarded = ({ space, id }: Key) => database.read({ space }, (db) => db.findOneBy(GuardedCourse, { id }));
  return {
    title: 'a row by its key, findOneBy',
    reference: withoutPolicy,
    variants: [
      { name: withoutPolicy, call: ({ space, id }) => database.read({ space }, (db) => db.findOneBy(OpenCourse, { id })) },
      {
        name: spelledOut,
        call: ({ space, id }) => database.read({ space }, (db) => db.findOneBy(OpenCourse, { id, spaceId: space })),
      },
      { name: withPolicy, call: guarded },
      { name: alternating, call: guarded, order: 'alternating' },
    ],
  };
}

/** The same without what TypeORM adds, and without the kit. */
export function byKeyInSql(database: Database, client: Client): Comparison {
  const select = (table: string, condition = '') => `SELECT id, title, created_at FROM ${table} WHERE id = $1${condition}`;
  const [open, spelled, guarded] = [
    select('open_courses'),
    select('open_courses', ' AND space_id = $2'),
    select('guarded_courses'),
  ];
  const read = (text: string) => (key: Key) => database.read(key, (db) => db.query(text, [key.id]));
  return {
    title: 'a row by its key, SQL',
    reference: withoutPolicy,
    variants: [
      { name: withoutPolicy, call: read(open) },
      { name: spelledOut, call: (key) => database.read(key, (db) => db.query(spelled, [key.id, key.space])) },
      { name: withPolicy, call: read(guarded) },
      { name: alternating, call: read(guarded), order: 'alternating' },
      { name: `pg alone, ${spelledOut}`, call: ({ id, space }) => client.query(spelled, [id, space]) },
    ],
  };
}

export function newest(database: Database): Comparison {
  const order = { createdAt: 'DESC', id: 'ASC' } as const;
  const guarded = ({ space }: Key) => database.read({ space }, (db) => db.find(GuardedCourse, { order, take: pageSize }));
  return {
    title: `the ${pageSize} newest rows of a space, find`,
    reference: spelledOut,
    variants: [
      {
        name: spelledOut,
        call: ({ space }) =>
          database.read({ space }, (db) => db.find(OpenCourse, { where: { spaceId: space }, order, take: pageSize })),
      },
      { name: withPolicy, call: guarded },
      { name: alternating, call: guarded, order: 'alternating' },
    ],
  };
}
