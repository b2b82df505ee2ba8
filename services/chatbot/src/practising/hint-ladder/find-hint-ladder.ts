import { found } from '@lyceum/common/errors';
import { type HintLadder, hintLadderNotFound, lastRung } from '@lyceum/contracts/chatbot/hint-ladder';
import type { EntityManager } from 'typeorm';
import type { ConversationRow } from '../../conversing/conversation/conversation.entity.ts';
import { findConversation } from '../../conversing/conversation/find-conversation.ts';
import { HintLadderEntity, type HintLadderRow } from './hint-ladder.entity.ts';

interface FoundLadder {
  readonly ladder: HintLadderRow;
  readonly conversation: ConversationRow;
}

/** One's own; nobody else's is there. Fails with `hint_ladder.not_found`. */
export async function findHintLadder(db: EntityManager, { id: personId }: { id: string }, id: string): Promise<FoundLadder> {
  const ladder = found(await db.findOneBy(HintLadderEntity, { id, personId }), hintLadderNotFound);
  return { ladder, conversation: await findConversation(db, { id: personId }, ladder.conversationId) };
}

/** The same, kept for the transaction: the conversation first, as whatever writes into it does. */
export async function lockHintLadder(db: EntityManager, person: { id: string }, ladder: HintLadderRow): Promise<FoundLadder> {
  const { id, conversationId } = ladder;
  const conversation = await findConversation(db, person, conversationId, { lock: true });
  const row = await db.findOne(HintLadderEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  return { ladder: found(row, hintLadderNotFound), conversation };
}

export function presentHintLadder({ attempts, ...row }: HintLadderRow): HintLadder {
  const { status, rung } = row;
  const nextRung = status === 'open' && rung < lastRung ? rung + 1 : null;
  return {
    ...row,
    ...{ attempts: attempts.length, nextRung },
    attemptNeeded: nextRung !== null && isAttemptNeeded({ attempts, rung }),
    createdAt: row.createdAt.toISOString(),
  };
}

/** The first hint is free; each other one wants an attempt that was made since the last. */
export function isAttemptNeeded({ rung, attempts }: Pick<HintLadderRow, 'rung' | 'attempts'>): boolean {
  return rung > 0 && !attempts.some((attempt) => attempt.rung === rung);
}
