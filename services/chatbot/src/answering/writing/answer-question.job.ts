import { defineJob, handle, type JobRun } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import { type EntityManager, Not } from 'typeorm';
import { z } from 'zod';
import { ConversationEntity } from '../../conversing/conversation/conversation.entity.ts';
import { MessageEntity } from '../../conversing/message/message.entity.ts';
import { openAnswerLog } from '../answer-log/answer-log.ts';
import { summariseConversation } from '../history/summarise-conversation.job.ts';
import { isFollowUp } from '../question-text/follow-up.ts';
import { findSmallTalk } from '../question-text/small-talk.ts';
import { type AnswerEnd, endAnswer } from './end-answer.ts';
import { interruptAnswer } from './interrupt-answer.ts';
import { keepAlive } from './keep-alive.ts';
import { type Answer, type Pending, type WriterNeeds, writeAnswer } from './write-answer.ts';

export const answerQuestion = defineJob('chatbot.answer-question', z.object({ messageId: z.uuid() }), {
  attempts: 3,
  backoffMs: 1000,
  places: { perProcess: 400, perPerson: 3 },
});

/** "And why?" may follow "Shorter, please": what both are about was asked before. */
const maxQuestionsBefore = 10;

/** Writes an answer once. What a process left half written is marked so, and written anew only when somebody wants it. */
export function answerQuestionJob(needs: WriterNeeds) {
  const { logs } = needs;

  return handle(
    answerQuestion,
    async ({ messageId }, run) => {
      const pending = await run.read((db) => findPending(db, messageId));
      if (!pending) return;
      const log = openAnswerLog(logs, run.ctx.space, pending.answer);
      if (pending.answer.status === 'writing') return interruptAnswer(logs, run, pending.answer);
      const life = keepAlive(log);
      try {
        const end = await writeAnswer(needs, { ...run, signal: AbortSignal.any([run.signal, life.lost]) }, pending, log);
        // Whoever has ended or begun it meanwhile says its end.
        if (!end) return;
        await finish(run, pending.answer, end);
      } catch (error) {
        await interruptAnswer(logs, run, pending.answer);
        throw error;
      } finally {
        life.end();
      }
      await log.append([{ type: 'end' }]);
    },
    {
      async giveUp({ messageId }, run) {
        const pending = await run.read((db) => findPending(db, messageId));
        if (pending) await interruptAnswer(logs, run, pending.answer);
      },
    },
  );

  async function finish({ ctx, transact }: JobRun, answer: Answer, end: AnswerEnd): Promise<void> {
    await transact(async (db) => {
      const isEnded = await endAnswer(db, ctx, answer, end);
      if (isEnded && end.outcome === 'answered') await enqueue(db, ctx, summariseConversation, { messageId: answer.id });
    });
  }
}

async function findPending(db: EntityManager, id: string): Promise<Pending | null> {
  const answer = await db.findOneBy(MessageEntity, { id });
  const conversation = answer && (await db.findOneBy(ConversationEntity, { id: answer.conversationId }));
  if (!conversation || !answer.request || !['queued', 'writing'].includes(answer.status)) return null;
  const earlier = await db.find(MessageEntity, {
    select: { id: true, text: true },
    where: { conversationId: conversation.id, author: 'learner', id: Not(answer.replyTo ?? answer.id) },
    order: { createdAt: 'DESC', id: 'DESC' },
    take: maxQuestionsBefore,
  });
  const before = earlier.find(({ text }) => !isFollowUp(text) && findSmallTalk(text) === null);
  return { answer: { ...answer, request: answer.request }, conversation, questionBefore: before?.text ?? '' };
}
