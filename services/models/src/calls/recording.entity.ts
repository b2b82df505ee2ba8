import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

export interface RecordingRow {
  id: string;
  recordTexts: boolean;
  version: number;
}

/** At most one row a space; without it nothing is recorded. */
export const RecordingEntity = new EntitySchema<RecordingRow>({
  name: 'model_settings',
  tableName: 'model_settings',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    recordTexts: { type: 'boolean' },
    version: { type: 'integer' },
  },
  uniques: [{ name: 'model_settings_one', columns: ['spaceId'] }],
});
