import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { programs } from '@lyceum/contracts/program-generation/program';
import * as contract from '@lyceum/contracts/program-generation/template';
import { templateNotFound, templates } from '@lyceum/contracts/program-generation/template';
import { copyDocument } from '../program/copy-document.ts';
import { findContributors } from '../program/find-contributors.ts';
import { findProgram, loadDocument } from '../program/find-program.ts';
import { presentProgram } from '../program/present-program.ts';
import { ProgramTemplateEntity } from './program-template.entity.ts';

export const templateRoutes = [
  route(contract.createTemplate, { access: templates.manage }, async ({ db, ctx, actor, body }) => {
    const { programId, name, description } = body;
    const program = await loadDocument(db, await findProgram(db, actor, programId, { to: 'read' }));
    const { request, models, document } = program;
    const { kind, level, hours, language } = document;
    const contributors = await findContributors(db, program.id, program.documentVersion);
    const kept = { name, description, kind, level, hours, language, request, models, document, contributors };
    const template = { ...kept, id: newId(), authorId: actor.id, createdAt: ctx.now() };
    await db.insert(ProgramTemplateEntity, template);
    return template;
  }),

  route(contract.listTemplates, { access: programs.readOwn }, async ({ db, query }) => {
    const templates = db.createQueryBuilder(ProgramTemplateEntity, 'template');
    if (query.kind !== undefined) templates.where({ kind: query.kind });
    const { rows, nextCursor } = await findPage(templates, query, { property: 'createdAt', direction: 'DESC' });
    return { items: rows, nextCursor };
  }),

  route(contract.useTemplate, { access: programs.create }, async ({ db, ctx, actor, params, body }) => {
    const template = await db
      .createQueryBuilder(ProgramTemplateEntity, 'template')
      .addSelect('template.document')
      .where({ id: params.templateId })
      .getOne();
    if (!template?.document) throw fail(templateNotFound);
    const contributors = template.contributors ?? [template.authorId];
    const original = { ...template, document: template.document, contributors };
    return presentProgram(db, ctx, await copyDocument(db, ctx, actor, original, body.title));
  }),

  route(contract.deleteTemplate, { access: templates.manage }, async ({ db, params }) => {
    const { affected } = await db.delete(ProgramTemplateEntity, { id: params.templateId });
    if (!affected) throw fail(templateNotFound);
  }),
];
