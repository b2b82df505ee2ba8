import { fail } from '@lyceum/common/errors';
import { routeWithOwnTransactions } from '@lyceum/common/http';
import { toRequestTurn } from '@lyceum/common/work-thread';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/question-bank';
import { questionFileUnreadable } from '@lyceum/contracts/courses/question-bank';
import type { createShared } from '../../create-shared.ts';
import { presentFindings } from '../../exchanging/exchange/exchange-finding.ts';
import { findCourse } from '../course/find-course.ts';
import { findBank } from './find-bank.ts';
import { insertQuestions, requireRoom } from './insert-questions.ts';
import { QuestionEntity } from './question.entity.ts';

export type QuestionWorks = Pick<Awaited<ReturnType<typeof createShared>>, 'importQuestions' | 'exportQuestions'>;

export const createExchangeRoutes = ({ importQuestions, exportQuestions }: QuestionWorks) => [
  routeWithOwnTransactions(
    contract.importQuestions,
    { access: courses.read },
    async ({ read, transact, ctx, actor, params, body }) => {
      await read(async (db) => {
        await findCourse(db, actor, params.courseId, { to: 'update' });
        await findBank(db, actor, params, 'teach');
      });
      const { format, file, dryRun } = body;
      const imported = await importQuestions({ format, base64: file }, toRequestTurn(ctx));
      if ('failure' in imported) throw fail(questionFileUnreadable, { detail: imported.failure });
      const { questions, findings } = imported;
      await transact(async (db) => {
        const { id } = await findBank(db, actor, params, 'update');
        if (dryRun) await requireRoom(db, id, questions.length);
        else await insertQuestions(db, id, questions, ctx.now());
      });
      return { imported: questions.length, findings: presentFindings(findings, ctx.locale) };
    },
  ),

  routeWithOwnTransactions(contract.exportQuestions, { access: courses.read }, async ({ read, ctx, actor, params, query }) => {
    const rows = await read(async (db) => {
      const { id: bankId } = await findBank(db, actor, params, 'teach');
      return db.find(QuestionEntity, { where: { bankId }, order: { createdAt: 'ASC', id: 'ASC' } });
    });
    const questions = rows.map(({ content }) => content);
    const { text, findings } = await exportQuestions({ format: query.format, questions }, toRequestTurn(ctx));
    return { file: text, findings: presentFindings(findings, ctx.locale) };
  }),
];
