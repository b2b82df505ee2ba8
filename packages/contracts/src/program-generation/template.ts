import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, locale, text, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { program, programNotFound, programNotReady } from './program.ts';
import { programKinds, programLevels } from './program-document.ts';

export const templates = {
  manage: definePermission('programs.manage-templates', ['staff', 'admin']),
};

export const templateNotFound = defineProblem('template.not_found', 404, {
  en: 'There is no such template',
  ru: 'Такого шаблона нет',
});

export const template = z
  .object({
    id,
    name: z.string(),
    description: z.string(),
    kind: z.enum(programKinds),
    level: z.enum(programLevels),
    hours: z.int(),
    language: locale,
    authorId: id,
    createdAt: timestamp,
  })
  .meta({ id: 'ProgramTemplate' });

export type ProgramTemplate = z.infer<typeof template>;

const templateId = z.strictObject({ templateId: id });

export const createTemplate = defineEndpoint('POST /programs/templates', {
  summary: 'Keep the document of a programme as a template of the space',
  body: z.strictObject({ programId: id, name: line(1, 200), description: text(0, 2000).default('') }),
  response: template,
  status: 201,
  errors: [programNotFound, programNotReady],
});

export const listTemplates = defineEndpoint('GET /programs/templates', {
  summary: 'Templates of the space, newest first',
  query: pageQuery.extend({ kind: z.enum(programKinds).optional() }),
  response: page(template),
});

export const useTemplate = defineEndpoint('POST /programs/templates/:templateId/use', {
  summary: 'A draft of one’s own made from a template',
  params: templateId,
  body: z.strictObject({ title: line(3, 300).optional() }),
  response: program,
  status: 201,
  errors: [templateNotFound],
});

export const deleteTemplate = defineEndpoint('DELETE /programs/templates/:templateId', {
  summary: 'Delete a template',
  params: templateId,
  errors: [templateNotFound],
});
