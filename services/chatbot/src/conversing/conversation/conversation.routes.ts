import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { type Route, requireVersion, route, routeWithOwnTransactions } from '@lyceum/common/http';
import type { OnBehalf } from '@lyceum/common/service-client';
import * as contract from '@lyceum/contracts/chatbot/conversation';
import { type ConversationTopic, tooManyConversations, tutor } from '@lyceum/contracts/chatbot/conversation';
import { requireAnyOpen, requireOpenLesson, type StudyGate, toPerson } from '../../gate/study-gate.ts';
import { ConversationEntity } from './conversation.entity.ts';
import { findConversation, presentConversation } from './find-conversation.ts';

const maxConversations = 1000;

export function conversationRoutes(gate: StudyGate): Route[] {
  return [
    routeWithOwnTransactions(contract.startConversation, { access: tutor.ask }, async ({ ctx, actor, body, transactReply }) => {
      const { topic, title } = body;
      await requireTopic(gate, topic, toPerson(ctx, actor));
      return transactReply(async (db) => {
        if ((await db.countBy(ConversationEntity, { personId: actor.id })) >= maxConversations) throw fail(tooManyConversations);
        const now = ctx.now();
        const row = {
          ...{ id: newId(), personId: actor.id, topic, title, messages: 0, sharedAt: null, version: 1 },
          courseId: topic.at === 'help' ? null : topic.courseId,
          lessonId: topic.at === 'lesson' ? topic.lessonId : null,
          ...{ createdAt: now, lastMessageAt: now },
        };
        await db.insert(ConversationEntity, row);
        return presentConversation(row);
      });
    }),

    route(contract.getConversation, { access: tutor.ask }, async ({ db, actor, params }) =>
      presentConversation(await findConversation(db, actor, params.conversationId)),
    ),

    route(contract.renameConversation, { access: tutor.ask }, async ({ db, actor, params, body, ifMatch }) => {
      const row = await findConversation(db, actor, params.conversationId, { lock: true });
      requireVersion(row.version, ifMatch);
      return presentConversation(await db.save(ConversationEntity, { ...row, ...body, version: row.version + 1 }));
    }),
  ];
}

async function requireTopic(gate: StudyGate, topic: ConversationTopic, person: OnBehalf): Promise<void> {
  if (topic.at === 'help') return;
  const study = await gate(topic.courseId, person);
  if (topic.at === 'lesson') requireOpenLesson(study, topic.lessonId);
  else requireAnyOpen(study);
}
