import { createHash } from 'node:crypto';
import { requestInvalid } from '@lyceum/contracts/shared/common-problems';
import type { PageQuery } from '@lyceum/contracts/shared/pagination';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { z } from 'zod';
import { type DomainError, fail } from './errors.ts';

/** Mark of the list and its sort, value and id of the last row that was shown. */
const cursorSchema = z.tuple([z.string(), z.union([z.string(), z.number()]), z.uuid()]);

/** SQLSTATE class 22, data exception: the value of the cursor is none of the column's type. */
const dataException = z.object({ driverError: z.object({ code: z.string().startsWith('22') }) });

/** Property to sort by and the `id` that breaks ties; an index over (space_id, column, id) serves it. */
export interface Sort<Row> {
  property: keyof Row & string;
  direction: 'ASC' | 'DESC';
}

/**
 * Keyset page of a query: stable while rows are inserted, as fast on the last page as on the first. Rows have a unique `id`.
 * A cursor of another list, of another sort or of somebody's own making answers `request.invalid`.
 */
export async function findPage<Row extends ObjectLiteral & { id: string }>(
  query: SelectQueryBuilder<Row>,
  { cursor, limit }: PageQuery,
  sort: Sort<Row>,
): Promise<{ rows: Row[]; nextCursor: string | null }> {
  const { alias } = query;
  const { property, direction } = sort;
  const mark = toMark(query, sort);
  if (cursor !== undefined) {
    const [value, id] = decodeCursor(cursor, mark);
    const comparison = direction === 'ASC' ? '>' : '<';
    query.andWhere(`(${alias}.${property}, ${alias}.id) ${comparison} (:cursorValue, :cursorId)`, {
      cursorValue: value,
      cursorId: id,
    });
  }
  query.orderBy(`${alias}.${property}`, direction).addOrderBy(`${alias}.id`, direction);
  const rows = await query
    .limit(limit + 1)
    .getMany()
    .catch((error: unknown) => {
      throw cursor !== undefined && dataException.safeParse(error).success ? foreignCursor() : error;
    });
  const last = rows[limit - 1];
  if (rows.length <= limit || !last) return { rows, nextCursor: null };
  return { rows: rows.slice(0, limit), nextCursor: encodeCursor(mark, last[property], last.id) };
}

/** Where another list or sort begins there is no place of this one, even if the value is of the right type. Two lists of a table are told by their alias. */
function toMark<Row extends ObjectLiteral>(
  { alias, expressionMap }: SelectQueryBuilder<Row>,
  { property, direction }: Sort<Row>,
): string {
  const table = expressionMap.mainAlias?.metadata.tableName;
  return createHash('sha256').update(`${table} ${alias} ${property} ${direction}`).digest('base64url').slice(0, 8);
}

function encodeCursor(mark: string, value: unknown, id: string): string {
  return Buffer.from(JSON.stringify([mark, value, id])).toString('base64url');
}

function decodeCursor(cursor: string, mark: string): [value: string | number, id: string] {
  const [given, value, id] = parseCursor(cursor);
  if (given !== mark) throw foreignCursor();
  return [value, id];
}

function parseCursor(cursor: string): z.output<typeof cursorSchema> {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw foreignCursor();
  }
}

const notACursor = { en: 'This is not a cursor of this list', ru: 'Это не курсор данного списка' };

function foreignCursor(): DomainError {
  return fail(requestInvalid, { errors: [{ pointer: '/query/cursor', message: notACursor }] });
}
