import { defineFeature } from '@lyceum/common/service';
import { CourseExportEntity } from './course-export.entity.ts';
import { courseExportRoutes } from './course-export.routes.ts';
import { handleSweepExports, sweepExportsSchedule } from './sweep-exports.job.ts';
import { type ExportWriter, handleWriteExport } from './write-export.job.ts';

export const courseExportFeature = defineFeature({
  entities: [CourseExportEntity],
  mount: (writer: ExportWriter) => ({
    routes: courseExportRoutes(writer),
    jobs: [handleWriteExport(writer), handleSweepExports(writer)],
    schedules: [sweepExportsSchedule],
  }),
});
