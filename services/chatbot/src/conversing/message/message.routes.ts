import { found } from '@lyceum/common/errors';
import { type Route, routeWithOwnTransactions } from '@lyceum/common/http';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import * as contract from '@lyceum/contracts/chatbot/message';
import { messageNotFound } from '@lyceum/contracts/chatbot/message';
import { type StudyGate, toPerson } from '../../gate/study-gate.ts';
import { findConversation } from '../conversation/find-conversation.ts';
import { findMessage } from './find-message.ts';
import { findMessages, presentMessages } from './find-messages.ts';
import { findOpenLessons } from './find-open-lessons.ts';
import { MessageEntity } from './message.entity.ts';

export function messageRoutes(gate: StudyGate): Route[] {
  return [
    routeWithOwnTransactions(contract.listMessages, { access: tutor.ask }, async ({ ctx, actor, params, query, read }) => {
      const conversation = await read((db) => findConversation(db, actor, params.conversationId));
      const openLessons = await findOpenLessons(gate, conversation.topic, toPerson(ctx, actor));
      return read((db) => findMessages(db, 'message', conversation.id, { query, reader: { locale: ctx.locale, openLessons } }));
    }),

    routeWithOwnTransactions(
      contract.putFeedback,
      { access: tutor.ask },
      async ({ ctx, actor, params: { messageId }, body, read, transact }) => {
        const { conversation } = await read((db) => findMessage(db, actor, messageId));
        const openLessons = await findOpenLessons(gate, conversation.topic, toPerson(ctx, actor));
        return transact(async (db) => {
          const answer = await db.findOne(MessageEntity, {
            where: { id: messageId, author: 'tutor', status: 'finished' },
            lock: { mode: 'pessimistic_write' },
          });
          const row = { ...found(answer, messageNotFound), feedback: body };
          await db.update(MessageEntity, { id: messageId }, { feedback: body });
          const [presented] = await presentMessages(db, [row], { locale: ctx.locale, openLessons });
          return found(presented, messageNotFound);
        });
      },
    ),
  ];
}
