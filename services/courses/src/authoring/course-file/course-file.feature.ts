import { defineFeature } from '@lyceum/common/service';
import type { Storage } from '@lyceum/common/storage';
import { CreateCourseFiles1796028931850 } from '../../migrations/1796028931850-create-course-files.ts';
import { CourseFileEntity } from './course-file.entity.ts';
import { courseFileRoutes } from './course-file.routes.ts';
import { handleDeleteFileObject } from './delete-file-object.job.ts';
import { sweepFilesJob, sweepFilesSchedule } from './sweep-files.job.ts';

export const courseFileFeature = defineFeature({
  migrations: [CreateCourseFiles1796028931850],
  entities: [CourseFileEntity],
  mount: ({ storage }: { storage: Storage }) => ({
    routes: courseFileRoutes({ storage }),
    jobs: [sweepFilesJob, handleDeleteFileObject({ storage })],
    schedules: [sweepFilesSchedule],
  }),
});
