import { defineFeature } from '@lyceum/common/service';
import { mailRepliesJob } from './mail-replies.job.ts';
import { resumeMailsJob, resumeMailsSchedule } from './resume-mails.job.ts';

export const discussionMailFeature = defineFeature({
  mount: () => ({ jobs: [mailRepliesJob, resumeMailsJob], schedules: [resumeMailsSchedule] }),
});
