import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { line, spaceId, timestamp } from '../shared/fields.ts';

export const spaces = {
  create: definePermission('spaces.create', ['admin']),
};

export const spaceNotFound = defineProblem('space.not_found', 404, {
  en: 'There is no such space',
  ru: 'Такого пространства нет',
});
export const spaceTaken = defineProblem('space.taken', 409, {
  en: 'A space of this name exists',
  ru: 'Пространство с таким именем уже есть',
});

export const createSpace = defineEndpoint('createSpace', 'POST /spaces', {
  summary: 'Create a space: a school of its own in this installation. Only from the space main',
  body: z.strictObject({ id: spaceId, title: line(1, 200).describe('Name of the school, for people') }),
  response: z.object({
    id: spaceId,
    title: z.string().describe('Name of the school, for people'),
    createdAt: timestamp.describe('When the space was made'),
  }),
  status: 201,
  errors: [spaceTaken],
  idempotent: true,
});

export const spaceCreated = defineEvent(
  'tokens.space-created.v1',
  z.object({ spaceId, title: z.string(), occurredAt: timestamp }),
);
