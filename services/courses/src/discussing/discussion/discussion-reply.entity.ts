import { belongsTo, type RowOf, spaceColumn } from '@lyceum/common/database';
import type { reply } from '@lyceum/contracts/courses/discussion-reply';
import { EntitySchema } from 'typeorm';
import { DiscussionEntity } from './discussion.entity.ts';

export interface DiscussionReplyRow extends Omit<RowOf<typeof reply>, 'name' | 'accepted'> {
  /** 1 for the first of its discussion; given once, also when the reply is deleted. */
  number: number;
  /** Its first words, as mails quote them. */
  excerpt: string;
}

export const DiscussionReplyEntity = new EntitySchema<DiscussionReplyRow>({
  name: 'discussion_reply',
  tableName: 'discussion_replies',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    discussionId: belongsTo(DiscussionEntity, 'discussion_replies_discussion'),
    number: { type: 'integer' },
    personId: { type: 'uuid' },
    byTeacher: { type: 'boolean' },
    text: { type: 'text' },
    html: { type: 'text' },
    excerpt: { type: 'text' },
    createdAt: { type: 'timestamptz' },
    editedAt: { type: 'timestamptz', nullable: true },
    version: { type: 'integer' },
  },
  uniques: [{ name: 'discussion_replies_number', columns: ['spaceId', 'discussionId', 'number'] }],
  // What goes with its discussion is looked for in all spaces.
  indices: [{ name: 'discussion_replies_by_discussion', columns: ['discussionId'] }],
});
