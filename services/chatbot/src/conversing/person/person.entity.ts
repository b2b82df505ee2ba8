import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** A copy of the name that other services know of a person, fed by their events. */
export interface PersonRow {
  /** Id of the account. */
  id: string;
  name: string;
  registeredAt: Date;
  /** Version of the profile that the name is of; 0 until it was changed for the first time. */
  profileVersion: number;
}

export const PersonEntity = new EntitySchema<PersonRow>({
  name: 'person',
  tableName: 'people',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    name: { type: 'text' },
    registeredAt: { type: 'timestamptz' },
    profileVersion: { type: 'integer' },
  },
});
