import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { attemptNeeded, hintLadderAtTop, hintLadderEnded, lastRung } from '@lyceum/contracts/chatbot/hint-ladder';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { EntityManager } from 'typeorm';
import { queueAnswer } from '../../answering/answer/queue-answer.ts';
import type { ConversationRow } from '../../conversing/conversation/conversation.entity.ts';
import { isAttemptNeeded } from './find-hint-ladder.ts';
import { HintLadderEntity, type HintLadderRow } from './hint-ladder.entity.ts';

/** A model is shown the latest. */
const shownAttempts = 10;

const workedExample: Texts = { en: 'Worked example', ru: 'Разобранный пример' };
const toRequestText = (rung: number): Texts =>
  rung === lastRung ? workedExample : { en: `Hint ${rung}`, ru: `Подсказка ${rung}` };

/** Fails unless the next hint may be given. */
export function requireNextRung(ladder: HintLadderRow): void {
  if (ladder.status !== 'open') throw fail(hintLadderEnded);
  if (ladder.rung >= lastRung) throw fail(hintLadderAtTop);
  if (isAttemptNeeded(ladder)) throw fail(attemptNeeded);
}

/** Takes the next rung of a ladder that the transaction has locked, and queues its hint. Which one that is, no caller says. */
export async function takeHint(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  { ladder, conversation, notice }: { ladder: HintLadderRow; conversation: ConversationRow; notice: string | null },
) {
  const { id: ladderId, task, attempts } = ladder;
  requireNextRung(ladder);
  const rung = ladder.rung + 1;
  await db.update(HintLadderEntity, { id: ladderId }, { rung });
  const hint = { ladderId, rung, task, attempts: attempts.slice(-shownAttempts).map(({ text }) => text) };
  const request = { question: task, passageId: null, quote: '', language: ctx.locale, hint, notice };
  const messages = await queueAnswer(db, ctx, actor, conversation, {
    ...{ mode: 'hint', text: toRequestText(rung)[ctx.locale], request },
  });
  return { ladder: { ...ladder, rung }, ...messages };
}
