import { defineFeature } from '@lyceum/common/service';
import type { StoreClient } from '../record-store/store-client.ts';
import { handleSendStatements, sendingSchedule, startSendingJob } from './send-statements.job.ts';
import { statementReactions } from './statement-reactions.ts';

interface Needs {
  readonly config: { readonly KEY_ENCRYPTION_SECRET: string };
  readonly storeClient: StoreClient;
}

export const statementSendingFeature = defineFeature({
  subscriptions: statementReactions,
  mount: ({ config, storeClient }: Needs) => ({
    jobs: [startSendingJob, handleSendStatements(storeClient, config.KEY_ENCRYPTION_SECRET)],
    schedules: [sendingSchedule],
  }),
});
