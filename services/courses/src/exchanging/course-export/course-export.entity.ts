import { type RowOf, spaceColumn } from '@lyceum/common/database';
import type { courseExport } from '@lyceum/contracts/courses/course-export';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { EntitySchema } from 'typeorm';
import type { ExchangeFinding } from '../exchange/exchange-finding.ts';

export interface CourseExportRow extends Omit<RowOf<typeof courseExport>, 'reason' | 'findings'> {
  personId: string;
  reason: Texts | null;
  findings: readonly ExchangeFinding[];
}

export const CourseExportEntity = new EntitySchema<CourseExportRow>({
  name: 'course_export',
  tableName: 'course_exports',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: { type: 'uuid' },
    personId: { type: 'uuid' },
    format: { type: 'text' },
    status: { type: 'text' },
    size: { type: 'double precision', nullable: true },
    reason: { type: 'jsonb', nullable: true },
    findings: { type: 'jsonb' },
    createdAt: { type: 'timestamptz' },
    finishedAt: { type: 'timestamptz', nullable: true },
  },
  checks: [
    { name: 'course_exports_status', expression: "status IN ('queued', 'done', 'failed')" },
    { name: 'course_exports_finished', expression: "(status = 'queued') = (finished_at IS NULL)" },
    { name: 'course_exports_failed', expression: "(status = 'failed') = (reason IS NOT NULL)" },
    { name: 'course_exports_size', expression: "(status = 'done') = (size IS NOT NULL)" },
  ],
  indices: [
    { name: 'course_exports_of_person', columns: ['spaceId', 'personId', 'courseId', 'createdAt'] },
    { name: 'course_exports_created', columns: ['spaceId', 'createdAt', 'id'] },
  ],
});
