import { spaceColumn, spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** A lesson that shows a video, as courses has told. */
export interface VideoUsageRow {
  id: string;
  courseId: string;
  courseTitle: string;
  lessonId: string;
  lessonTitle: string;
  videoId: string;
}

export const VideoUsageEntity = new EntitySchema<VideoUsageRow>({
  name: 'video_usage',
  tableName: 'video_usages',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: { type: 'uuid' },
    courseTitle: { type: 'text' },
    lessonId: { type: 'uuid' },
    lessonTitle: { type: 'text' },
    videoId: { type: 'uuid' },
  },
  uniques: [{ name: 'video_usages_lesson', columns: ['spaceId', 'courseId', 'lessonId', 'videoId'] }],
  indices: [{ name: 'video_usages_of_video', columns: ['spaceId', 'videoId', 'id'] }],
});

/** Up to when a course has told what it shows: older news change nothing. */
export interface CourseUsageRow {
  courseId: string;
  occurredAt: Date;
}

export const CourseUsageEntity = new EntitySchema<CourseUsageRow>({
  name: 'course_usage',
  tableName: 'course_usages',
  columns: {
    ...spaceKey,
    courseId: { type: 'uuid', primary: true },
    occurredAt: { type: 'timestamptz' },
  },
});
