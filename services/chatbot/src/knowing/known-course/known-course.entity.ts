import { spaceColumn } from '@lyceum/common/database';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { EntitySchema } from 'typeorm';

/** A published course, as its events tell; drafts are never heard of. */
export interface KnownCourseRow {
  id: string;
  title: string;
  language: Locale;
  revision: number;
  /** Who published it: for that person its passages get their vectors. */
  publishedBy: string | null;
  occurredAt: Date;
}

export const KnownCourseEntity = new EntitySchema<KnownCourseRow>({
  name: 'known_course',
  tableName: 'known_courses',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    title: { type: 'text' },
    language: { type: 'text' },
    revision: { type: 'integer' },
    publishedBy: { type: 'uuid', nullable: true },
    occurredAt: { type: 'timestamptz' },
  },
});
