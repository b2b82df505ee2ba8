import { DomainError, fail, found } from '@lyceum/common/errors';
import type { OwnTransactions } from '@lyceum/common/http';
import type { OnBehalf } from '@lyceum/common/service-client';
import { conversationNotFound } from '@lyceum/contracts/chatbot/conversation';
import { courseNotFound } from '@lyceum/contracts/courses/course';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { listOpenLessons, type StudyGate } from '../../gate/study-gate.ts';
import { ConversationEntity, type ConversationRow } from '../conversation/conversation.entity.ts';

/** A conversation that its learner shares now. Fails with `conversation.not_found`. `lock` keeps it for the transaction. */
export async function findShared(
  db: EntityManager,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<ConversationRow> {
  const row = await db.findOne(ConversationEntity, {
    where: { id, sharedAt: Not(IsNull()) },
    ...(lock && { lock: { mode: 'pessimistic_write' } }),
  });
  return found(row, conversationNotFound);
}

/** The same for one who teaches its course, with the lessons whose words they may read. Nobody else learns that it is there. */
export async function findSharedWithTeacher(
  gate: StudyGate,
  read: OwnTransactions['read'],
  person: OnBehalf,
  id: string,
): Promise<{ conversation: ConversationRow; openLessons: readonly string[] }> {
  const conversation = await read((db) => findShared(db, id));
  const openLessons = await listTaughtLessons(gate, person, conversation);
  if (!openLessons) throw fail(conversationNotFound);
  return { conversation, openLessons };
}

/** Undefined of a course that the person does not teach. */
export async function listTaughtLessons(
  gate: StudyGate,
  person: OnBehalf,
  { courseId }: { courseId: string | null },
): Promise<readonly string[] | undefined> {
  if (courseId === null) return undefined;
  try {
    const study = await gate(courseId, person);
    return study.teaches ? listOpenLessons(study) : undefined;
  } catch (error) {
    if (error instanceof DomainError && error.problem === courseNotFound) return undefined;
    throw error;
  }
}
