import { defineFeature } from '@lyceum/common/service';
import { CreateCoursePackages1796029532656 } from '../../migrations/1796029532656-create-course-packages.ts';
import { CourseImportEntity } from './course-import.entity.ts';
import { courseImportRoutes } from './course-import.routes.ts';
import { handleReadImport } from './read-import.job.ts';
import { handleSweepImports, sweepImportsSchedule } from './sweep-imports.job.ts';
import type { ImportReader } from './take-course.ts';

export const courseImportFeature = defineFeature({
  migrations: [CreateCoursePackages1796029532656],
  entities: [CourseImportEntity],
  mount: (reader: ImportReader) => ({
    routes: courseImportRoutes(reader),
    jobs: [handleReadImport(reader), handleSweepImports(reader)],
    schedules: [sweepImportsSchedule],
  }),
});
