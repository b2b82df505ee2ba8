import type { Message } from '@lyceum/llm/language-model';
import { type EntityManager, In, Not } from 'typeorm';
import { MessageEntity, type MessageRow } from '../../conversing/message/message.entity.ts';
import { type Conceal, estimateTokens, toPromptJson, toPromptText } from '../prompt-text/prompt-text.ts';
import { ConversationSummaryEntity, type ConversationSummaryRow } from './conversation-summary.entity.ts';

/** Tokens of earlier turns that a model is given. */
export const historyTokens = 1500;
const maxTurns = 60;

export interface History {
  /** Of what came before the turns; null without. */
  readonly summary: string | null;
  /** Word for word, oldest first. */
  readonly turns: readonly Message[];
}

interface Now {
  /** The answer that is written, and its question. */
  readonly answer: Pick<MessageRow, 'id' | 'conversationId' | 'replyTo'>;
  /** Null where everybody may read everything. */
  readonly openLessons: readonly string[] | null;
}

/** What was said before, as far as it may be repeated now. */
export async function findHistory(db: EntityManager, now: Now, conceal: Conceal): Promise<History> {
  const { summary, messages } = await findTurns(db, now);
  const recent = takeNewest(messages, historyTokens - estimateTokens(summary?.text ?? ''));
  return { summary: summary?.text ?? null, turns: recent.toReversed().map((message) => toTurn(message, conceal)) };
}

/** The first messages that have no more tokens together. */
export function takeNewest(messages: readonly MessageRow[], tokens: number): MessageRow[] {
  let left = tokens;
  const end = messages.findIndex(({ text }) => {
    left -= estimateTokens(text);
    return left < 0;
  });
  return messages.slice(0, end < 0 ? messages.length : end);
}

/** Messages that no summary stands for, the newest first, and the summary of the others. */
export async function findTurns(
  db: EntityManager,
  { answer: { id, conversationId, replyTo }, openLessons }: Now,
): Promise<{ summary: ConversationSummaryRow | null; messages: MessageRow[] }> {
  const kept = await db.findOneBy(ConversationSummaryEntity, { conversationId });
  const summary = kept && isOpen(kept, openLessons) ? kept : null;
  const messages = await db.find(MessageEntity, {
    where: {
      ...{ conversationId, author: In(['learner', 'tutor']) },
      id: Not(In([id, ...(replyTo ? [replyTo] : []), ...(summary?.messageIds ?? [])])),
    },
    order: { createdAt: 'DESC', id: 'DESC' },
    take: maxTurns,
  });
  return { summary, messages: messages.filter((message) => isWorthRepeating(message) && isOpen(message, openLessons)) };
}

/** Whether all lessons that a text was made from may be read now. */
export const isOpen = ({ sourceLessonIds }: Pick<MessageRow, 'sourceLessonIds'>, openLessons: readonly string[] | null) =>
  openLessons === null || sourceLessonIds.every((one) => openLessons.includes(one));

const isWorthRepeating = ({ author, text, outcome }: MessageRow) =>
  text !== '' && (author === 'learner' || outcome === 'answered' || outcome === 'unconfirmed');

/** Without marks of citations, which mean nothing in another answer. What a learner said is data here, too. */
export function toTurn({ author, text }: Pick<MessageRow, 'author' | 'text'>, conceal: Conceal): Message {
  const said = text.replace(/\[\^\d+\]/g, '');
  if (author === 'learner') return { role: 'user', content: toPromptJson({ question: said }, conceal) };
  return { role: 'assistant', content: conceal(toPromptText(said)) };
}
