import { defineFeature } from '@lyceum/common/service';
import { GuardTutor1796072147701 } from '../../migrations/1796072147701-guard-tutor.ts';
import { auditRoutes } from './audit.routes.ts';
import { AuditEntryEntity } from './audit-entry.entity.ts';
import { purgeAuditJob, purgeAuditSchedule } from './purge-audit.job.ts';

export const auditFeature = defineFeature({
  migrations: [GuardTutor1796072147701],
  entities: [AuditEntryEntity],
  mount: () => ({ routes: auditRoutes, jobs: [purgeAuditJob], schedules: [purgeAuditSchedule] }),
});
