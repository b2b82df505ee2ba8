import { type RowOf, spaceColumn } from '@lyceum/common/database';
import type { courseImport } from '@lyceum/contracts/courses/course-import';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { EntitySchema } from 'typeorm';
import type { ExchangeFinding } from '../exchange/exchange-finding.ts';

/** A file of the new course that is to be taken from the package. */
export interface PendingFile {
  readonly courseFileId: string;
  /** Null takes the package itself. */
  readonly entry: string | null;
}

export interface CourseImportRow extends Omit<RowOf<typeof courseImport>, 'reason' | 'findings'> {
  personId: string;
  /** The course it is to be added to; null makes a new one. */
  intoId: string | null;
  reason: Texts | null;
  findings: readonly ExchangeFinding[];
  pending: readonly PendingFile[];
}

export const CourseImportEntity = new EntitySchema<CourseImportRow>({
  name: 'course_import',
  tableName: 'course_imports',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    personId: { type: 'uuid' },
    intoId: { type: 'uuid', nullable: true },
    name: { type: 'text' },
    size: { type: 'double precision' },
    status: { type: 'text' },
    format: { type: 'text', nullable: true },
    courseId: { type: 'uuid', nullable: true },
    reason: { type: 'jsonb', nullable: true },
    findings: { type: 'jsonb' },
    pending: { type: 'jsonb' },
    createdAt: { type: 'timestamptz' },
    finishedAt: { type: 'timestamptz', nullable: true },
  },
  checks: [
    { name: 'course_imports_status', expression: "status IN ('waiting', 'queued', 'done', 'failed')" },
    { name: 'course_imports_finished', expression: "(status IN ('done', 'failed')) = (finished_at IS NOT NULL)" },
    { name: 'course_imports_failed', expression: "(status = 'failed') = (reason IS NOT NULL)" },
  ],
  indices: [
    { name: 'course_imports_of_person', columns: ['spaceId', 'personId', 'createdAt', 'id'] },
    { name: 'course_imports_created', columns: ['spaceId', 'createdAt', 'id'] },
  ],
});
