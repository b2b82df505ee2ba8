import type { LiveLogs } from '@lyceum/common/live-log';
import { defineFeature } from '@lyceum/common/service';
import { abandonAnswersJob } from './abandon-answers.job.ts';
import { conversationDeletionRoutes } from './conversation-deletion.routes.ts';

export const conversationDeletionFeature = defineFeature({
  mount: ({ logs }: { logs: LiveLogs }) => ({ routes: conversationDeletionRoutes, jobs: [abandonAnswersJob(logs)] }),
});
