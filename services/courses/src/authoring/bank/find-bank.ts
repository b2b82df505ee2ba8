import type { Actor } from '@lyceum/common/context';
import { found } from '@lyceum/common/errors';
import { bankNotFound } from '@lyceum/contracts/courses/question-bank';
import type { EntityManager } from 'typeorm';
import { findCourse } from '../course/find-course.ts';
import { BankEntity, type BankRow } from './bank.entity.ts';

interface BankPath {
  readonly courseId: string;
  readonly bankId: string;
}

/** A bank, held until the transaction ends if it is to be changed. Fails with `course.not_found` and `bank.not_found`. */
export async function findBank(db: EntityManager, actor: Actor, path: BankPath, to: 'teach' | 'update'): Promise<BankRow> {
  const { id: courseId } = await findCourse(db, actor, path.courseId, { to });
  const where = { id: path.bankId, courseId };
  const row = await db.findOne(BankEntity, { where, ...(to === 'update' && { lock: { mode: 'pessimistic_write' } }) });
  return found(row, bankNotFound);
}
