import type { Actor, Context } from '@lyceum/common/context';
import type { Database } from '@lyceum/common/database';
import type { LiveLogs } from '@lyceum/common/live-log';
import type { Message } from '@lyceum/contracts/chatbot/message';
import { findMessage } from '../../conversing/message/find-message.ts';
import { findOpenness, type Openness } from '../../conversing/message/find-open-lessons.ts';
import type { MessageRow } from '../../conversing/message/message.entity.ts';
import { presentMessage } from '../../conversing/message/present-message.ts';
import { type StudyGate, toPerson } from '../../gate/study-gate.ts';
import { openAnswerLog } from '../answer-log/answer-log.ts';
import { interruptAnswer } from '../writing/interrupt-answer.ts';

export interface ReaderNeeds {
  readonly database: Database;
  readonly gate: StudyGate;
  readonly logs: LiveLogs;
}

export interface Reading {
  readonly ctx: Context;
  readonly actor: Actor;
}

export const isPending = ({ status }: Pick<MessageRow, 'status'>) => status === 'queued' || status === 'writing';

/** A message as it is now and its reader may see it: of an answer that is written, as far as it is. */
export async function readAnswer(
  needs: ReaderNeeds,
  { ctx, actor }: Reading,
  id: string,
): Promise<{ row: MessageRow; shown: Message }> {
  const { database, gate } = needs;
  const { message, conversation } = await database.read(ctx, (db) => findMessage(db, actor, id));
  const openness = await findOpenness(gate, conversation.topic, toPerson(ctx, actor));
  const row = await endWhenBroken(needs, { ctx, actor }, message, openness);
  return { row, shown: presentMessage(row, { locale: ctx.locale, ...openness }) };
}

/** Whoever sees first that nobody writes any more marks the answer as interrupted. */
async function endWhenBroken(
  { database, logs }: ReaderNeeds,
  { ctx, actor }: Reading,
  message: MessageRow,
  { isQuizOpen }: Openness,
): Promise<MessageRow> {
  if (message.status !== 'writing') return message;
  const log = openAnswerLog(logs, ctx.space, message);
  const written = await log.readSoFar();
  if (await log.isAlive()) return { ...message, ...written };
  await interruptAnswer(logs, { ctx, transact: (run) => database.transact(ctx, run) }, message, { isQuizOpen });
  return (await database.read(ctx, (db) => findMessage(db, actor, message.id))).message;
}
