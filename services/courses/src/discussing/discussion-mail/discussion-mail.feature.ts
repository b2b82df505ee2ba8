import { defineFeature } from '@lyceum/common/service';
import { mailRepliesJob } from './mail-replies.job.ts';

export const discussionMailFeature = defineFeature({ mount: () => ({ jobs: [mailRepliesJob] }) });
