import { spaceColumn } from '@lyceum/common/database';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { EntitySchema } from 'typeorm';

/** A published course, as its events tell; drafts are never heard of. */
export interface KnownCourseRow {
  id: string;
  title: string;
  language: Locale;
  /** 0 while none of its events has come. */
  revision: number;
  /** Who published it: for that person its passages get their vectors. */
  publishedBy: string | null;
  occurredAt: Date;
  /** One that was deleted stays known, so that older news do not bring it back. */
  deletedAt?: Date | null;
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
    deletedAt: { type: 'timestamptz', nullable: true },
  },
});
