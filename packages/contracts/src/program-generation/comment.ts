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
    id,
    programId: id,
    block: z.string().nullable(),
    authorId: id,
    text: z.string(),
    resolved: z.object({ by: id, at: timestamp }).nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'ProgramComment' });

export type ProgramComment = z.infer<typeof comment>;

const commentParams = z.strictObject({ programId: id, commentId: id });

export const createComment = defineEndpoint('POST /programs/:programId/comments', {
  summary: 'Comment on a block, or on the whole programme',
  params: programId,
  body: z.strictObject({ block: block.nullable().default(null), text: text(1, 4000) }),
  response: comment,
  status: 201,
  errors: [programNotFound, programNotReady, programBlockNotFound],
});

export const listComments = defineEndpoint('GET /programs/:programId/comments', {
  summary: 'Comments, oldest first',
  params: programId,
  query: pageQuery.extend({ resolved: flag.optional(), block: block.optional() }),
  response: page(comment),
  errors: [programNotFound],
});

export const resolveComment = defineEndpoint('POST /programs/:programId/comments/:commentId/resolve', {
  summary: 'Say that a comment is dealt with',
  params: commentParams,
  response: comment,
  errors: [programNotFound, commentNotFound],
});

export const deleteComment = defineEndpoint('DELETE /programs/:programId/comments/:commentId', {
  summary: 'Delete a comment of one’s own; staff any',
  params: commentParams,
  errors: [programNotFound, commentNotFound],
});
