import { defineFeature } from '@lyceum/common/service';
import { announcementNotFound } from '@lyceum/contracts/courses/announcement';
import { AnnouncementEntity } from './announcement.entity.ts';
import { announcementRoutes } from './announcement.routes.ts';
import { AnnouncementReadEntity } from './announcement-read.entity.ts';
import { publishDueAnnouncementsJob, publishDueSchedule } from './publish-due-announcements.job.ts';

export const announcementFeature = defineFeature({
  entities: [AnnouncementEntity, AnnouncementReadEntity],
  constraints: { announcement_reads_announcement: announcementNotFound },
  mount: () => ({ routes: announcementRoutes, jobs: [publishDueAnnouncementsJob], schedules: [publishDueSchedule] }),
});
