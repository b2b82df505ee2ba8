import { type Route, routeWithOwnTransactions } from '@lyceum/common/http';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import { exportConversation, maxExportedMessages } from '@lyceum/contracts/chatbot/conversation-export';
import { type StudyGate, toPerson } from '../../gate/study-gate.ts';
import { findConversation, presentConversation } from '../conversation/find-conversation.ts';
import { presentMessages } from '../message/find-messages.ts';
import { findOpenLessons } from '../message/find-open-lessons.ts';
import { MessageEntity } from '../message/message.entity.ts';
import { printConversation } from './print-conversation.ts';

export function conversationExportRoutes(gate: StudyGate): Route[] {
  return [
    routeWithOwnTransactions(exportConversation, { access: tutor.ask }, async ({ ctx, actor, params, read }) => {
      const { conversationId } = params;
      const own = await read((db) => findConversation(db, actor, conversationId));
      const openLessons = await findOpenLessons(gate, own.topic, toPerson(ctx, actor));
      const { locale } = ctx;
      return read(async (db) => {
        // A message more says whether these are all.
        const newest = await db.find(MessageEntity, {
          where: { conversationId },
          order: { createdAt: 'DESC', id: 'DESC' },
          take: maxExportedMessages + 1,
        });
        const rows = newest.slice(0, maxExportedMessages).toReversed();
        const messages = await presentMessages(db, rows, { locale, openLessons });
        return {
          ...{ conversation: presentConversation(own), messages, complete: newest.length <= maxExportedMessages },
          markdown: printConversation(own.title, messages, locale),
        };
      });
    }),
  ];
}
