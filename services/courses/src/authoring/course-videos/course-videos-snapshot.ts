import { snapshot } from '@lyceum/common/snapshots';
import { lessonVideosChanged } from '@lyceum/contracts/courses/lesson-video';
import { CourseVideosEntity } from './course-videos.entity.ts';

export const courseVideosSnapshot = snapshot(lessonVideosChanged, CourseVideosEntity, {
  present: ({ id: courseId, courseTitle, lessons, occurredAt }) => ({
    ...{ courseId, courseTitle, lessons },
    occurredAt: occurredAt.toISOString(),
  }),
});
