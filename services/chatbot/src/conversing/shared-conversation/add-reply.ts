import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { enqueue } from '@lyceum/common/outbox';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '../../guarding/audit/record-audit.ts';
import { announceEvent } from '../announcement/announce-event.job.ts';
import { ConversationEntity } from '../conversation/conversation.entity.ts';
import { MessageEntity, type MessageRow } from '../message/message.entity.ts';
import { findShared } from './find-shared.ts';

/** Writes what a teacher says into a conversation that is shared still, where its learner sees it. */
export async function addReply(
  db: EntityManager,
  ctx: Context,
  { id: personId }: Pick<Actor, 'id'>,
  conversationId: string,
  text: string,
): Promise<MessageRow> {
  const { messages, version, courseId } = await findShared(db, conversationId, { lock: true });
  const now = ctx.now();
  const row: MessageRow = {
    ...{ id: newId(), conversationId, author: 'teacher', personId, mode: 'explain', text, status: 'finished' },
    ...{ outcome: null, failure: null, citations: [], droppedCitations: 0, searchedFor: [], sourceLessonIds: [] },
    ...{ model: null, feedback: null, replyTo: null, request: null, createdAt: now, endedAt: now },
  };
  await db.insert(MessageEntity, row);
  await recordAudit(db, ctx, { personId, action: 'teacher-replied', courseId, conversationId });
  const change = { messages: messages + 1, lastMessageAt: now, version: version + 1 };
  await db.update(ConversationEntity, { id: conversationId }, change);
  const event = { type: 'message', messageId: row.id, author: 'teacher' } as const;
  await enqueue(db, ctx, announceEvent, { conversationId, event, from: personId });
  return row;
}
