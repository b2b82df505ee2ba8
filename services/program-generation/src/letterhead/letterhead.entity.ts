import { spaceColumn } from '@lyceum/common/database';
import type { Letterhead } from '@lyceum/contracts/program-generation/letterhead';
import { EntitySchema } from 'typeorm';

export interface LetterheadRow {
  id: string;
  content: Letterhead;
  version: number;
}

/** One row a space. */
export const LetterheadEntity = new EntitySchema<LetterheadRow>({
  name: 'letterhead',
  tableName: 'letterheads',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    content: { type: 'jsonb' },
    version: { type: 'integer' },
  },
  uniques: [{ name: 'letterheads_one', columns: ['spaceId'] }],
});
