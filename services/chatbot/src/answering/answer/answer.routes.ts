import { type Route, routeWithOwnTransactions } from '@lyceum/common/http';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import * as contract from '@lyceum/contracts/chatbot/message';
import { findConversation } from '../../conversing/conversation/find-conversation.ts';
import { findMessage } from '../../conversing/message/find-message.ts';
import { findOpenness } from '../../conversing/message/find-open-lessons.ts';
import { presentMessage } from '../../conversing/message/present-message.ts';
import { toPerson } from '../../gate/study-gate.ts';
import type { Guard } from '../../guarding/guard/create-guard.ts';
import { admitAgain, admitQuestion } from './admit-question.ts';
import { answerStream } from './answer-stream.ts';
import { queueAnswer } from './queue-answer.ts';
import { isPending, type ReaderNeeds, readAnswer } from './read-answer.ts';
import { findLastAnswer, regenerateAnswer } from './regenerate-answer.ts';
import { stopAnswer } from './stop-answer.ts';

export function answerRoutes(needs: ReaderNeeds & { readonly guard: Guard }): Route[] {
  const { gate, guard } = needs;
  return [
    routeWithOwnTransactions(contract.askTutor, { access: tutor.ask }, async (request) => {
      const { ctx, actor, params, body, read, transact, transactReply } = request;
      const { conversationId } = params;
      const asked = await read((db) => findConversation(db, actor, conversationId));
      const question = await admitQuestion({ gate, guard, ctx, actor, read, transact }, asked, body);
      return transactReply(async (db) => {
        const conversation = await findConversation(db, actor, conversationId, { lock: true });
        const queued = await queueAnswer(db, ctx, actor, conversation, question);
        // Nothing of a lesson is in them yet.
        const reader = { locale: ctx.locale, openLessons: null };
        return { question: presentMessage(queued.question, reader), answer: presentMessage(queued.answer, reader) };
      });
    }),

    routeWithOwnTransactions(contract.getMessage, { access: tutor.ask }, async ({ ctx, actor, params }) => {
      const { shown } = await readAnswer(needs, { ctx, actor }, params.messageId);
      return shown;
    }),

    answerStream(needs),

    routeWithOwnTransactions(contract.stopAnswer, { access: tutor.ask }, async ({ ctx, actor, params, read }) => {
      const { message, conversation } = await read((db) => findMessage(db, actor, params.messageId));
      const findNow = () => findOpenness(gate, conversation.topic, toPerson(ctx, actor));
      if (isPending(message)) await stopAnswer(needs, ctx, message, findNow);
      return (await readAnswer(needs, { ctx, actor }, message.id)).shown;
    }),

    routeWithOwnTransactions(contract.regenerateAnswer, { access: tutor.ask }, async (request) => {
      const { ctx, actor, params, read, transact, transactReply } = request;
      const { message, conversation } = await read((db) => findMessage(db, actor, params.messageId));
      await read((db) => findLastAnswer(db, message));
      await admitAgain({ gate, guard, ctx, actor, read, transact }, conversation, message);
      return transactReply(async (db) => {
        const queued = await regenerateAnswer(db, ctx, actor, message);
        return presentMessage(queued, { locale: ctx.locale, openLessons: null });
      });
    }),
  ];
}
