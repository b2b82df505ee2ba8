import { spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import type { Interval } from './intervals.ts';

/** When a person studied on a day of UTC: each moment counts once, whatever was studied at once. */
export interface StudyDayRow {
  personId: string;
  /** Such as 2026-11-30. */
  day: string;
  /** In Unix milliseconds. */
  windows: Interval[];
}

export const StudyDayEntity = new EntitySchema<StudyDayRow>({
  name: 'study_day',
  tableName: 'study_days',
  columns: {
    ...spaceKey,
    personId: { type: 'uuid', primary: true },
    day: { type: 'date', primary: true },
    windows: { type: 'jsonb' },
  },
});
