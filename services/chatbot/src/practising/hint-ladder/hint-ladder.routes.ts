import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { type Route, route, routeWithOwnTransactions } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import * as contract from '@lyceum/contracts/chatbot/hint-ladder';
import { answerPending } from '@lyceum/contracts/chatbot/message';
import type { EntityManager } from 'typeorm';
import { hasPending } from '../../answering/answer/require-no-pending.ts';
import type { ConversationRow } from '../../conversing/conversation/conversation.entity.ts';
import { findConversation } from '../../conversing/conversation/find-conversation.ts';
import { presentMessage } from '../../conversing/message/present-message.ts';
import {
  listOpenLessons,
  requireAnyOpen,
  requireNoAttempt,
  requireOpenLesson,
  type StudyGate,
  toPerson,
} from '../../gate/study-gate.ts';
import type { Guard } from '../../guarding/guard/create-guard.ts';
import { faultTexts, findAttemptFault } from './find-attempt-fault.ts';
import { findHintLadder, lockHintLadder, presentHintLadder } from './find-hint-ladder.ts';
import { HintLadderEntity, type HintLadderRow } from './hint-ladder.entity.ts';
import { requireNextRung, takeHint } from './take-hint.ts';

const maxLadders = 100;
const maxAttempts = 50;

export function hintLadderRoutes({ gate, guard }: { readonly gate: StudyGate; readonly guard: Guard }): Route[] {
  /** Fails unless hints may be given now; the lessons that are open otherwise. */
  async function requireStudy(ctx: Context, actor: Actor, { courseId, lessonId }: ConversationRow): Promise<string[]> {
    if (courseId === null) throw fail(contract.hintLadderWithoutCourse);
    const study = await gate(courseId, toPerson(ctx, actor));
    if (lessonId === null) requireAnyOpen(study);
    else requireOpenLesson(study, lessonId);
    requireNoAttempt(study);
    return listOpenLessons(study);
  }

  return [
    routeWithOwnTransactions(
      contract.startHintLadder,
      { access: tutor.ask },
      async ({ ctx, actor, params, body, read, transact, transactReply }) => {
        const { conversationId } = params;
        const conversation = await read((db) => findConversation(db, actor, conversationId));
        await requireStudy(ctx, actor, conversation);
        await read((db) => requireRoom(db, conversationId));
        const { courseId } = conversation;
        await guard.admit({ ctx, actor, courseId, conversationId, mode: 'hint', text: body.task, read, transact });
        return transactReply(async (db) => {
          await findConversation(db, actor, conversationId, { lock: true });
          await requireRoom(db, conversationId);
          const row: HintLadderRow = {
            ...{ id: newId(), conversationId, personId: actor.id, task: body.task },
            ...{ rung: 0, attempts: [], status: 'open', createdAt: ctx.now() },
          };
          await db.insert(HintLadderEntity, row);
          return presentHintLadder(row);
        });
      },
    ),

    route(contract.listHintLadders, { access: tutor.ask }, async ({ db, actor, params: { conversationId }, query }) => {
      await findConversation(db, actor, conversationId);
      const ladders = db.createQueryBuilder(HintLadderEntity, 'ladder').where({ conversationId });
      const { rows, nextCursor } = await findPage(ladders, query, { property: 'createdAt', direction: 'DESC' });
      return { items: rows.map(presentHintLadder), nextCursor };
    }),

    route(contract.getHintLadder, { access: tutor.ask }, async ({ db, actor, params }) =>
      presentHintLadder((await findHintLadder(db, actor, params.ladderId)).ladder),
    ),

    routeWithOwnTransactions(
      contract.takeHint,
      { access: tutor.ask },
      async ({ ctx, actor, params, read, transact, transactReply }) => {
        const before = await read((db) => findHintLadder(db, actor, params.ladderId));
        const openLessons = await requireStudy(ctx, actor, before.conversation);
        const { id: conversationId, courseId } = before.conversation;
        await read(async (db) => {
          const isPending = await hasPending(db, before.conversation.id);
          // Looked at after that: whoever was overtaken on the same ladder hears of the ladder.
          requireNextRung((await findHintLadder(db, actor, params.ladderId)).ladder);
          if (isPending) throw fail(answerPending);
        });
        const text = [before.ladder.task, ...before.ladder.attempts.map((attempt) => attempt.text)].join('\n');
        const { notice } = await guard.admit({ ctx, actor, courseId, conversationId, mode: 'hint', text, read, transact });
        return transactReply(async (db) => {
          const current = await lockHintLadder(db, actor, before.ladder);
          const { ladder, question, answer } = await takeHint(db, ctx, actor, { ...current, notice });
          const reader = { locale: ctx.locale, openLessons };
          return {
            ladder: presentHintLadder(ladder),
            ...{ question: presentMessage(question, reader), answer: presentMessage(answer, reader) },
          };
        });
      },
    ),

    routeWithOwnTransactions(
      contract.addAttempt,
      { access: tutor.ask },
      async ({ ctx, actor, params, body, read, transactReply }) => {
        const before = await read((db) => findHintLadder(db, actor, params.ladderId));
        await requireStudy(ctx, actor, before.conversation);
        return transactReply(async (db) => {
          const { ladder } = await lockHintLadder(db, actor, before.ladder);
          const { id, status, task, rung } = ladder;
          if (status !== 'open') throw fail(contract.hintLadderEnded);
          if (ladder.attempts.length >= maxAttempts) throw fail(contract.tooManyAttempts);
          const earlier = ladder.attempts.map(({ text }) => text);
          const code = findAttemptFault(body.text, task, earlier);
          if (code) throw fail(contract.noAttempt, { detail: faultTexts[code], reason: { code } });
          const attempts = [...ladder.attempts, { text: body.text, rung, madeAt: ctx.now().toISOString() }];
          await db.update(HintLadderEntity, { id }, { attempts });
          return presentHintLadder({ ...ladder, attempts });
        });
      },
    ),

    route(contract.endHintLadder, { access: tutor.ask }, async ({ db, actor, params, body: { solved } }) => {
      const { ladder } = await lockHintLadder(db, actor, (await findHintLadder(db, actor, params.ladderId)).ladder);
      if (ladder.status !== 'open') return presentHintLadder(ladder);
      const status = solved ? 'solved' : 'ended';
      await db.update(HintLadderEntity, { id: ladder.id }, { status });
      return presentHintLadder({ ...ladder, status });
    }),
  ];
}

/** Whether another may be started: looked at before it counts as a question, and again once the conversation is locked. */
async function requireRoom(db: EntityManager, conversationId: string): Promise<void> {
  if (await db.existsBy(HintLadderEntity, { conversationId, status: 'open' })) throw fail(contract.hintLadderAlreadyOpen);
  if ((await db.countBy(HintLadderEntity, { conversationId })) >= maxLadders) throw fail(contract.tooManyHintLadders);
}
