import type { Actor, Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { type Route, route, routeWithOwnTransactions } from '@lyceum/common/http';
import { enqueue } from '@lyceum/common/outbox';
import { findPage } from '@lyceum/common/pagination';
import { conversationNotFound, tutor } from '@lyceum/contracts/chatbot/conversation';
import * as contract from '@lyceum/contracts/chatbot/shared-conversation';
import { conversationNotShareable } from '@lyceum/contracts/chatbot/shared-conversation';
import { authForbidden } from '@lyceum/contracts/shared/common-problems';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { type StudyGate, toPerson } from '../../gate/study-gate.ts';
import { recordAudit } from '../../guarding/audit/record-audit.ts';
import { announceEvent } from '../announcement/announce-event.job.ts';
import { ConversationEntity } from '../conversation/conversation.entity.ts';
import { findConversation, presentConversation } from '../conversation/find-conversation.ts';
import { findMessages, presentMessages } from '../message/find-messages.ts';
import { addReply } from './add-reply.ts';
import { findSharedWithTeacher } from './find-shared.ts';
import { presentShared } from './present-shared.ts';

export function sharedConversationRoutes(gate: StudyGate): Route[] {
  return [
    route(contract.shareConversation, { access: tutor.ask }, ({ db, ctx, actor, params }) =>
      setShared(db, ctx, actor, params.conversationId, true),
    ),

    route(contract.unshareConversation, { access: tutor.ask }, ({ db, ctx, actor, params }) =>
      setShared(db, ctx, actor, params.conversationId, false),
    ),

    routeWithOwnTransactions(
      contract.listSharedConversations,
      { access: tutor.ask },
      async ({ ctx, actor, params: { courseId }, query, read }) => {
        const { teaches } = await gate(courseId, toPerson(ctx, actor));
        if (!teaches) throw fail(authForbidden);
        return read(async (db) => {
          const shared = db.createQueryBuilder(ConversationEntity, 'shared').where({ courseId, sharedAt: Not(IsNull()) });
          const { rows, nextCursor } = await findPage(shared, query, { property: 'sharedAt', direction: 'DESC' });
          return { items: await presentShared(db, rows), nextCursor };
        });
      },
    ),

    routeWithOwnTransactions(
      contract.getSharedConversation,
      { access: tutor.ask },
      async ({ ctx, actor, params: { conversationId }, read }) => {
        const { conversation } = await findSharedWithTeacher(gate, read, toPerson(ctx, actor), conversationId);
        const [presented] = await read((db) => presentShared(db, [conversation]));
        return found(presented, conversationNotFound);
      },
    ),

    routeWithOwnTransactions(
      contract.listSharedMessages,
      { access: tutor.ask },
      async ({ ctx, actor, params: { conversationId }, query, read }) => {
        const { openLessons } = await findSharedWithTeacher(gate, read, toPerson(ctx, actor), conversationId);
        return read((db) =>
          findMessages(db, 'shared_message', conversationId, { query, reader: { locale: ctx.locale, openLessons } }),
        );
      },
    ),

    routeWithOwnTransactions(
      contract.replyToLearner,
      { access: tutor.ask },
      async ({ ctx, actor, params: { conversationId }, body, read, transactReply }) => {
        const { openLessons } = await findSharedWithTeacher(gate, read, toPerson(ctx, actor), conversationId);
        return transactReply(async (db) => {
          const reply = await addReply(db, ctx, actor, conversationId, body.text);
          const [presented] = await presentMessages(db, [reply], { locale: ctx.locale, openLessons });
          return found(presented, conversationNotFound);
        });
      },
    ),
  ];
}

/** Shows one's own conversation to those who teach its course, or to nobody else any more. */
async function setShared(db: EntityManager, ctx: Context, actor: Actor, conversationId: string, shared: boolean) {
  const row = await findConversation(db, actor, conversationId, { lock: true });
  if (shared && row.courseId === null) throw fail(conversationNotShareable);
  if (shared === (row.sharedAt !== null)) return presentConversation(row);
  const changed = { ...row, sharedAt: shared ? ctx.now() : null, version: row.version + 1 };
  await db.save(ConversationEntity, changed);
  const action = shared ? 'conversation-shared' : 'conversation-unshared';
  await recordAudit(db, ctx, { personId: actor.id, action, courseId: row.courseId, conversationId });
  if (!shared) await enqueue(db, ctx, announceEvent, { conversationId, event: { type: 'closed' }, from: null });
  return presentConversation(changed);
}
