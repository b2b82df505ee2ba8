import { fail, found } from '@lyceum/common/errors';
import { requireVersion, route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { courses } from '@lyceum/contracts/courses/course';
import * as contract from '@lyceum/contracts/courses/question-bank';
import { questionNotFound } from '@lyceum/contracts/courses/question-bank';
import { findBank } from './find-bank.ts';
import { insertQuestions } from './insert-questions.ts';
import { QuestionEntity } from './question.entity.ts';

export const questionRoutes = [
  route(contract.createQuestion, { access: courses.read }, async ({ db, ctx, actor, params, body }) => {
    const { id: bankId } = await findBank(db, actor, params, 'update');
    const [question] = await insertQuestions(db, bankId, [body], ctx.now());
    return found(question, questionNotFound);
  }),

  route(contract.listQuestions, { access: courses.read }, async ({ db, actor, params, query }) => {
    const { id: bankId } = await findBank(db, actor, params, 'teach');
    const questions = db.createQueryBuilder(QuestionEntity, 'question').where({ bankId });
    if (query.tag !== undefined) questions.andWhere("question.content -> 'tags' ? :tag", { tag: query.tag });
    if (query.type) questions.andWhere("question.content -> 'answering' ->> 'type' = :type", { type: query.type });
    const { rows, nextCursor } = await findPage(questions, query, { property: 'createdAt', direction: 'ASC' });
    return { items: rows, nextCursor };
  }),

  route(contract.getQuestion, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: bankId } = await findBank(db, actor, params, 'teach');
    return found(await db.findOneBy(QuestionEntity, { id: params.questionId, bankId }), questionNotFound);
  }),

  route(contract.updateQuestion, { access: courses.read }, async ({ db, ctx, actor, params, body, ifMatch }) => {
    const { id: bankId } = await findBank(db, actor, params, 'update');
    const question = found(await db.findOneBy(QuestionEntity, { id: params.questionId, bankId }), questionNotFound);
    requireVersion(question.version, ifMatch);
    const changes = { content: body, version: question.version + 1, updatedAt: ctx.now() };
    await db.update(QuestionEntity, { id: question.id }, changes);
    return { ...question, ...changes };
  }),

  route(contract.deleteQuestion, { access: courses.read }, async ({ db, actor, params }) => {
    const { id: bankId } = await findBank(db, actor, params, 'update');
    const { affected } = await db.delete(QuestionEntity, { id: params.questionId, bankId });
    if (!affected) throw fail(questionNotFound);
  }),
];
