import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { flag, id, text, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { programBlockNotFound } from './editing.ts';
import { programId, programNotFound, programNotReady } from './program.ts';
import { block } from './program-document.ts';

export const commentNotFound = defineProblem('comment.not_found', 404, {
  en: 'There is no such comment',
  ru: 'Такого комментария нет',
});

export const comment = z
  .object({
    id: id.describe('Id of the comment'),
    programId: id.describe('Id of the programme'),
    block: z.string().nullable().describe('Block it is about; null for the whole programme'),
    authorId: id.describe('Id of the person who wrote it'),
    text: z.string().describe('What was written'),
    resolved: z
      .object({ by: id.describe('Id of the person'), at: timestamp.describe('When') })
      .nullable()
      .describe('Who dealt with it and when; null while nobody has'),
    createdAt: timestamp.describe('When it was written'),
  })
  .meta({ id: 'ProgramComment', description: 'A comment on a block, or on a whole programme' });

export type ProgramComment = z.infer<typeof comment>;

const commentParams = z.strictObject({
  programId: id.describe('Id of the programme'),
  commentId: id.describe('Id of the comment'),
});

export const createComment = defineEndpoint('createComment', 'POST /programs/:programId/comments', {
  summary: 'Comment on a block, or on the whole programme',
  params: programId,
  body: z.strictObject({
    block: block.nullable().default(null).describe('Block it is about; null for the whole programme'),
    text: text(1, 4000).describe('What to say'),
  }),
  response: comment,
  status: 201,
  errors: [programNotFound, programNotReady, programBlockNotFound],
});

export const listComments = defineEndpoint('listComments', 'GET /programs/:programId/comments', {
  summary: 'Comments, oldest first',
  params: programId,
  query: pageQuery.extend({
    resolved: flag.optional().describe('`true` for those dealt with, `false` for the others'),
    block: block.optional().describe('Comments on this block'),
  }),
  response: page(comment),
  errors: [programNotFound],
});

export const resolveComment = defineEndpoint('resolveComment', 'POST /programs/:programId/comments/:commentId/resolve', {
  summary: 'Say that a comment is dealt with',
  params: commentParams,
  response: comment,
  errors: [programNotFound, commentNotFound],
});

export const deleteComment = defineEndpoint('deleteComment', 'DELETE /programs/:programId/comments/:commentId', {
  summary: 'Delete a comment of one’s own; staff any',
  params: commentParams,
  errors: [programNotFound, commentNotFound],
});
