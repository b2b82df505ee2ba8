import { spaceColumn } from '@lyceum/common/database';
import type { lessonVideosChanged } from '@lyceum/contracts/courses/lesson-video';
import type { EventPayload } from '@lyceum/contracts/define/event';
import { EntitySchema } from 'typeorm';

/** What a course has told last of the videos that it shows; one that has never shown any has no row. */
export interface CourseVideosRow {
  /** Id of the course. */
  id: string;
  courseTitle: string;
  lessons: EventPayload<typeof lessonVideosChanged>['lessons'];
  occurredAt: Date;
}

export const CourseVideosEntity = new EntitySchema<CourseVideosRow>({
  name: 'course_videos',
  tableName: 'course_videos',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseTitle: { type: 'text' },
    lessons: { type: 'jsonb' },
    occurredAt: { type: 'timestamptz' },
  },
});
