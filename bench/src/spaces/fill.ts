import { Client } from 'pg';

const spaces = Array.from({ length: 20 }, (_, index) => `school-${index}`);
const coursesPerSpace = 5_000;

export interface Key {
  readonly space: string;
  readonly id: string;
}

/** Chooses rows at random. */
export interface Keys {
  /** All of one space, or each of another space than the one before. */
  choose(count: number, order: 'one space' | 'alternating'): Key[];
}

/** Fills both tables with the same rows, as the owner, whom no policy binds. */
export async function fill(ownerUrl: string): Promise<Keys> {
  const owner = new Client({ connectionString: ownerUrl, options: '-c search_path=users' });
  await owner.connect();
  try {
    await owner.query(
      `INSERT INTO open_courses (space_id, id, title, created_at)
       SELECT space, gen_random_uuid(), 'Course ' || number, timestamptz '2026-01-01' + number * interval '1 minute'
       FROM generate_series(1, $2::int) AS number, unnest($1::text[]) AS space`,
      [spaces, coursesPerSpace],
    );
    await owner.query('INSERT INTO guarded_courses SELECT * FROM open_courses');
    await owner.query('VACUUM ANALYZE open_courses, guarded_courses');
    const { rows } = await owner.query<{ space: string; ids: string[] }>(
      'SELECT space_id AS space, array_agg(id) AS ids FROM open_courses GROUP BY space_id',
    );
    return createKeys(new Map(rows.map(({ space, ids }) => [space, ids])));
  } finally {
    await owner.end();
  }
}

function createKeys(idsOf: ReadonlyMap<string, readonly string[]>): Keys {
  const anyOf = <Value>(values: readonly Value[]): Value => {
    const value = values[Math.floor(Math.random() * values.length)];
    if (value === undefined) throw new Error('nothing to choose from');
    return value;
  };
  return {
    choose(count, order) {
      const first = Math.floor(Math.random() * spaces.length);
      return Array.from({ length: count }, (_, index) => {
        const space = spaces[(first + (order === 'alternating' ? index : 0)) % spaces.length] ?? '';
        return { space, id: anyOf(idsOf.get(space) ?? []) };
      });
    },
  };
}
