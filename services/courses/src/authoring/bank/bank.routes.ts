import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/question-bank';
import { bankFull, bankInUse } from '@lyceum/contracts/courses/question-bank';
import type { EntityManager } from 'typeorm';
import { LessonEntity } from '../content/lesson.entity.ts';
import { findCourse } from '../course/find-course.ts';
import { BankEntity } from './bank.entity.ts';
import { maxBanks } from './bank-limits.ts';
import { findBank } from './find-bank.ts';
import { QuestionEntity } from './question.entity.ts';

export const bankRoutes = [
  route(contract.createBank, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
    if ((await db.countBy(BankEntity, { courseId })) >= maxBanks) throw fail(bankFull);
    const bank = { ...body, id: newId(), courseId, createdAt: ctx.now() };
    await db.insert(BankEntity, bank);
    return { ...bank, questions: 0 };
  }),

  route(contract.listBanks, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: courseId } = await findCourse(db, actor, params.courseId, { to: 'teach' });
    const banks = await db.find(BankEntity, { where: { courseId }, order: { title: 'ASC' } });
    const counts = await db.query<{ bank_id: string; questions: number }[]>(
      'SELECT bank_id, count(*)::int AS questions FROM questions WHERE bank_id = ANY($1) GROUP BY bank_id',
      [banks.map(({ id }) => id)],
    );
    const questions = new Map(counts.map((row) => [row.bank_id, row.questions]));
    return { items: banks.map((bank) => ({ ...bank, questions: questions.get(bank.id) ?? 0 })) };
  }),

  route(contract.updateBank, { access: courses.read }, async ({ db, actor, params, body }) => {
    const bank = await findBank(db, actor, params, 'update');
    await db.update(BankEntity, { id: bank.id }, body);
    return { ...bank, ...body, questions: await db.countBy(QuestionEntity, { bankId: bank.id }) };
  }),

  route(contract.deleteBank, { access: courses.read }, async ({ db, actor, params }) => {
    await findCourse(db, actor, params.courseId, { to: 'update', lock: true });
    const { id, courseId } = await findBank(db, actor, params, 'update');
    if (await isDrawnFrom(db, courseId, id)) throw fail(bankInUse);
    await db.delete(BankEntity, { id });
  }),
];

/** Whether a quiz of the draft names it. */
async function isDrawnFrom(db: EntityManager, courseId: string, bankId: string): Promise<boolean> {
  const quizzes = await db.findBy(LessonEntity, { courseId, type: 'quiz' });
  return quizzes.some(
    ({ content }) => content.type === 'quiz' && content.settings.questions.some((source) => source.bankId === bankId),
  );
}
