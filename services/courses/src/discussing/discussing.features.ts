import { discussionFeature } from './discussion/discussion.feature.ts';
import { discussionMailFeature } from './discussion-mail/discussion-mail.feature.ts';
import { discussionReplyFeature } from './discussion-reply/discussion-reply.feature.ts';

/** What learners ask at places of lessons, and what becomes of it. */
export const discussingFeatures = [discussionFeature, discussionReplyFeature, discussionMailFeature];
