import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** A school of its own. Its row lives in the space itself, so a space exists when its row can be seen. */
export interface SpaceRow {
  id: string;
  title: string;
  createdAt: Date;
}

export const SpaceEntity = new EntitySchema<SpaceRow>({
  name: 'space',
  tableName: 'spaces',
  columns: {
    ...spaceColumn,
    id: { type: 'text', primary: true, primaryKeyConstraintName: 'spaces_id' },
    title: { type: 'text' },
    createdAt: { type: 'timestamptz' },
  },
  checks: [{ name: 'spaces_own_row', expression: 'id = space_id' }],
});
