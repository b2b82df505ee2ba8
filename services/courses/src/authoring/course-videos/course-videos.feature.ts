import { defineFeature } from '@lyceum/common/service';
import { CourseVideosEntity } from './course-videos.entity.ts';
import { courseVideosSnapshot } from './course-videos-snapshot.ts';

export const courseVideosFeature = defineFeature({ entities: [CourseVideosEntity], snapshots: [courseVideosSnapshot] });
