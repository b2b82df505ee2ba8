import { fail } from '@lyceum/common/errors';
import { route, routeWithOwnTransactions } from '@lyceum/common/http';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/question-bank';
import { questionFileUnreadable } from '@lyceum/contracts/courses/question-bank';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { ExchangeFinding } from '../question-exchange/exchange-finding.ts';
import { exportGift } from '../question-exchange/gift/export-gift.ts';
import { importQuestions } from '../question-exchange/import-questions.ts';
import { exportMoodleXml } from '../question-exchange/moodle-xml/export-moodle-xml.ts';
import { findBank } from './find-bank.ts';
import { insertQuestions } from './insert-questions.ts';
import { QuestionEntity } from './question.entity.ts';

export const exchangeRoutes = [
  routeWithOwnTransactions(
    contract.importQuestions,
    { access: courses.read },
    async ({ read, transact, ctx, actor, params, body }) => {
      await read((db) => findBank(db, actor, params, 'teach'));
      const bytes = Buffer.from(body.file, 'base64');
      const imported = await importQuestions({ format: body.format, bytes });
      if ('failure' in imported) throw fail(questionFileUnreadable, { detail: imported.failure });
      const { questions, findings } = imported;
      await transact(async (db) => {
        const { id } = await findBank(db, actor, params, 'update');
        if (!body.dryRun) await insertQuestions(db, id, questions, ctx.now());
      });
      return { imported: questions.length, findings: presentFindings(findings, ctx.locale) };
    },
  ),

  route(contract.exportQuestions, { access: courses.read }, async ({ db, ctx, actor, params, query }) => {
    const { id: bankId } = await findBank(db, actor, params, 'teach');
    const rows = await db.find(QuestionEntity, { where: { bankId }, order: { createdAt: 'ASC', id: 'ASC' } });
    const write = query.format === 'gift' ? exportGift : exportMoodleXml;
    const { text, findings } = write(rows.map(({ content }) => content));
    return { file: text, findings: presentFindings(findings, ctx.locale) };
  }),
];

const presentFindings = (findings: readonly ExchangeFinding[], locale: Locale) =>
  findings.map((finding) => ({ ...finding, message: finding.message[locale] }));
