import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, locale, text, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { program, programNotFound, programNotReady } from './program.ts';
import { programKind, programLevel } from './program-document.ts';

export const templates = {
  manage: definePermission('programs.manage-templates', ['staff', 'admin']),
};

export const templateNotFound = defineProblem('template.not_found', 404, {
  en: 'There is no such template',
  ru: 'Такого шаблона нет',
});

export const template = z
  .object({
    id: id.describe('Id of the template'),
    name: z.string().describe('Name of the template'),
    description: z.string().describe('What it is good for'),
    kind: programKind,
    level: programLevel,
    hours: z.int().describe('Academic hours of its programmes'),
    language: locale.describe('Language of its programmes'),
    authorId: id.describe('Id of the person who made it'),
    createdAt: timestamp.describe('When it was made'),
  })
  .meta({ id: 'ProgramTemplate', description: 'A document to begin programmes with' });

export type ProgramTemplate = z.infer<typeof template>;

const templateId = z.strictObject({ templateId: id.describe('Id of the template') });

export const createTemplate = defineEndpoint('createTemplate', 'POST /programs/templates', {
  summary: 'Keep the document of a programme as a template of the space',
  body: z.strictObject({
    programId: id.describe('Id of the programme whose document is kept'),
    name: line(1, 200).describe('Name of the template'),
    description: text(0, 2000).default('').describe('What it is good for'),
  }),
  response: template,
  status: 201,
  errors: [programNotFound, programNotReady],
});

export const listTemplates = defineEndpoint('listTemplates', 'GET /programs/templates', {
  summary: 'Templates of the space, newest first',
  query: pageQuery.extend({ kind: programKind.optional() }),
  response: page(template),
});

export const useTemplate = defineEndpoint('useTemplate', 'POST /programs/templates/:templateId/use', {
  summary: 'A draft of one’s own made from a template',
  params: templateId,
  body: z.strictObject({ title: line(3, 300).optional().describe('Title of the draft; that of the template by default') }),
  response: program,
  status: 201,
  errors: [templateNotFound],
});

export const deleteTemplate = defineEndpoint('deleteTemplate', 'DELETE /programs/templates/:templateId', {
  summary: 'Delete a template',
  params: templateId,
  errors: [templateNotFound],
});
