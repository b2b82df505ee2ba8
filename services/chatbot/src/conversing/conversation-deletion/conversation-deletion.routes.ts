import { type Route, requireVersion, route } from '@lyceum/common/http';
import { enqueue } from '@lyceum/common/outbox';
import { deleteConversation, tutor } from '@lyceum/contracts/chatbot/conversation';
import { In } from 'typeorm';
import { recordAudit } from '../../guarding/audit/record-audit.ts';
import { announceEvent } from '../announcement/announce-event.job.ts';
import { ConversationEntity } from '../conversation/conversation.entity.ts';
import { findConversation } from '../conversation/find-conversation.ts';
import { MessageEntity } from '../message/message.entity.ts';
import { abandonDeletedAnswers } from './abandon-answers.job.ts';

export const conversationDeletionRoutes: Route[] = [
  route(deleteConversation, { access: tutor.ask }, async ({ db, ctx, actor, params: { conversationId }, ifMatch }) => {
    const { version, courseId } = await findConversation(db, actor, conversationId, { lock: true });
    requireVersion(version, ifMatch);
    const answers = await db.findBy(MessageEntity, { conversationId, status: In(['queued', 'writing']) });
    await db.delete(ConversationEntity, { id: conversationId });
    await recordAudit(db, ctx, { personId: actor.id, action: 'conversation-deleted', courseId, conversationId });
    if (answers.length > 0) await enqueue(db, ctx, abandonDeletedAnswers, { answers });
    await enqueue(db, ctx, announceEvent, { conversationId, event: { type: 'closed' }, from: null });
  }),
];
