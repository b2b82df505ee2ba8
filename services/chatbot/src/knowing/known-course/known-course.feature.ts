import { defineFeature } from '@lyceum/common/service';
import { CreateTutor1796070765795 } from '../../migrations/1796070765795-create-tutor.ts';
import { KeepDeletedCourses1796072178410 } from '../../migrations/1796072178410-keep-deleted-courses.ts';
import { KnownCourseEntity } from './known-course.entity.ts';

export const knownCourseFeature = defineFeature({
  entities: [KnownCourseEntity],
  migrations: [CreateTutor1796070765795, KeepDeletedCourses1796072178410],
});
