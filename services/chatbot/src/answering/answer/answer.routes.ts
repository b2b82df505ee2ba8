import { fail } from '@lyceum/common/errors';
import { type Route, routeWithOwnTransactions } from '@lyceum/common/http';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import * as contract from '@lyceum/contracts/chatbot/message';
import { answerNotLast } from '@lyceum/contracts/chatbot/message';
import { findConversation } from '../../conversing/conversation/find-conversation.ts';
import { findMessage } from '../../conversing/message/find-message.ts';
import { presentMessage } from '../../conversing/message/present-message.ts';
import { admitQuestion, admitTopic } from './admit-question.ts';
import { answerStream } from './answer-stream.ts';
import { queueAnswer } from './queue-answer.ts';
import { isPending, type ReaderNeeds, readAnswer } from './read-answer.ts';
import { regenerateAnswer } from './regenerate-answer.ts';
import { stopAnswer } from './stop-answer.ts';

export function answerRoutes(needs: ReaderNeeds): Route[] {
  const { gate } = needs;
  return [
    routeWithOwnTransactions(contract.askTutor, { access: tutor.ask }, async ({ ctx, actor, params, body, read, transact }) => {
      const { conversationId } = params;
      const { topic } = await read((db) => findConversation(db, actor, conversationId));
      const question = await admitQuestion({ gate, ctx, actor, read }, topic, body);
      const queued = await transact(async (db) => {
        const conversation = await findConversation(db, actor, conversationId, { lock: true });
        return queueAnswer(db, ctx, actor, conversation, question);
      });
      // Nothing of a lesson is in them yet.
      const reader = { locale: ctx.locale, openLessons: null };
      return { question: presentMessage(queued.question, reader), answer: presentMessage(queued.answer, reader) };
    }),

    routeWithOwnTransactions(contract.getMessage, { access: tutor.ask }, async ({ ctx, actor, params }) => {
      const { shown } = await readAnswer(needs, { ctx, actor }, params.messageId);
      return shown;
    }),

    answerStream(needs),

    routeWithOwnTransactions(contract.stopAnswer, { access: tutor.ask }, async ({ ctx, actor, params, read }) => {
      const { message } = await read((db) => findMessage(db, actor, params.messageId));
      if (isPending(message)) await stopAnswer(needs, ctx, message);
      return (await readAnswer(needs, { ctx, actor }, message.id)).shown;
    }),

    routeWithOwnTransactions(contract.regenerateAnswer, { access: tutor.ask }, async ({ ctx, actor, params, read, transact }) => {
      const { message, conversation } = await read((db) => findMessage(db, actor, params.messageId));
      if (message.author !== 'tutor') throw fail(answerNotLast);
      await admitTopic({ gate, ctx, actor, read }, conversation.topic);
      const queued = await transact((db) => regenerateAnswer(db, ctx, actor, message));
      return presentMessage(queued, { locale: ctx.locale, openLessons: null });
    }),
  ];
}
