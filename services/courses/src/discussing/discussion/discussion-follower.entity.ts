import { belongsTo, spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { DiscussionEntity } from './discussion.entity.ts';

/** Somebody who gets mails of a discussion. */
export interface DiscussionFollowerRow {
  discussionId: string;
  personId: string;
  /** Replies up to this number are no news to them. */
  knownNumber: number;
  /** When they got a mail of it last; null before the first. */
  mailedAt: Date | null;
}

export const DiscussionFollowerEntity = new EntitySchema<DiscussionFollowerRow>({
  name: 'discussion_follower',
  tableName: 'discussion_followers',
  columns: {
    ...spaceKey,
    discussionId: { ...belongsTo(DiscussionEntity, 'discussion_followers_discussion'), primary: true },
    personId: { type: 'uuid', primary: true },
    knownNumber: { type: 'integer' },
    mailedAt: { type: 'timestamptz', nullable: true },
  },
  indices: [
    { name: 'discussion_followers_of_person', columns: ['spaceId', 'personId'] },
    // What goes with its discussion is looked for in all spaces.
    { name: 'discussion_followers_by_discussion', columns: ['discussionId'] },
  ],
});
