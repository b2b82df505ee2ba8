import { belongsTo, spaceColumn } from '@lyceum/common/database';
import type { Announcement } from '@lyceum/contracts/courses/announcement';
import { EntitySchema } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { CohortEntity } from '../../enrolling/cohort/cohort.entity.ts';

export interface AnnouncementRow extends Omit<Announcement, 'publishAt' | 'publishedAt' | 'readAt' | 'readers'> {
  publishAt: Date;
  publishedAt: Date | null;
  /** How many learners have read it; written with each first reading. */
  readers: number;
}

export const AnnouncementEntity = new EntitySchema<AnnouncementRow>({
  name: 'announcement',
  tableName: 'announcements',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: belongsTo(CourseEntity, 'announcements_course'),
    cohortId: { ...belongsTo(CohortEntity, 'announcements_cohort'), nullable: true },
    title: { type: 'text' },
    text: { type: 'text' },
    html: { type: 'text' },
    excerpt: { type: 'text' },
    status: { type: 'text' },
    publishAt: { type: 'timestamptz' },
    publishedAt: { type: 'timestamptz', nullable: true },
    createdBy: { type: 'uuid' },
    readers: { type: 'integer' },
    version: { type: 'integer' },
  },
  checks: [
    { name: 'announcements_status', expression: "status IN ('scheduled', 'published')" },
    { name: 'announcements_published', expression: "(status = 'published') = (published_at IS NOT NULL)" },
  ],
  indices: [
    { name: 'announcements_of_course', columns: ['spaceId', 'courseId', 'publishAt', 'id'] },
    { name: 'announcements_of_cohort', columns: ['spaceId', 'cohortId'] },
    { name: 'announcements_due', columns: ['spaceId', 'status', 'publishAt'] },
  ],
});
