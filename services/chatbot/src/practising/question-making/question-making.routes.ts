import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { type Route, routeWithOwnTransactions } from '@lyceum/common/http';
import { enqueue } from '@lyceum/common/outbox';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import * as contract from '@lyceum/contracts/chatbot/practice';
import type { EntityManager } from 'typeorm';
import { findConversation } from '../../conversing/conversation/find-conversation.ts';
import { type StudyGate, toPerson } from '../../gate/study-gate.ts';
import type { Guard } from '../../guarding/guard/create-guard.ts';
import { PracticeQuizEntity, type PracticeQuizRow } from '../practice-quiz/practice-quiz.entity.ts';
import { presentPracticeQuiz } from '../practice-quiz/present-practice-quiz.ts';
import { requirePractice } from '../practice-quiz/require-practice.ts';
import { makePracticeQuiz } from './make-practice-quiz.job.ts';

const maxQuizzes = 100;

export function questionMakingRoutes({ gate, guard }: { readonly gate: StudyGate; readonly guard: Guard }): Route[] {
  return [
    routeWithOwnTransactions(
      contract.startPracticeQuiz,
      { access: tutor.ask },
      async ({ ctx, actor, params: { conversationId }, body: { count, kind, ...body }, read, transact, transactReply }) => {
        const { courseId, ...topic } = await read((db) => findConversation(db, actor, conversationId));
        const lessonId = body.lessonId ?? topic.lessonId;
        if (courseId === null || lessonId === null) throw fail(contract.practiceQuizWithoutLesson);
        await requirePractice(gate, { courseId, lessonId }, toPerson(ctx, actor));
        await read((db) => requireRoom(db, conversationId));
        await guard.admit({ ctx, actor, courseId, conversationId, mode: 'practice', text: '', read, transact });
        return transactReply(async (db) => {
          await findConversation(db, actor, conversationId, { lock: true });
          await requireRoom(db, conversationId);
          const row: PracticeQuizRow = {
            ...{ id: newId(), conversationId, personId: actor.id, roles: [...actor.roles], locale: ctx.locale },
            ...{ courseId, lessonId, kind, count, status: 'making', failure: null },
            ...{ made: 0, answered: 0, answeredRight: 0, createdAt: ctx.now() },
          };
          await db.insert(PracticeQuizEntity, row);
          await enqueue(db, ctx, makePracticeQuiz, { quizId: row.id });
          return presentPracticeQuiz(row, ctx.locale);
        });
      },
    ),
  ];
}

/** Whether another may be made: looked at before it counts as a question, and again once the conversation is locked. */
async function requireRoom(db: EntityManager, conversationId: string): Promise<void> {
  if (await db.existsBy(PracticeQuizEntity, { conversationId, status: 'making' })) throw fail(contract.practiceQuizPending);
  if ((await db.countBy(PracticeQuizEntity, { conversationId })) >= maxQuizzes) throw fail(contract.tooManyPracticeQuizzes);
}
