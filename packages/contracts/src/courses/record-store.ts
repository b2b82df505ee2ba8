import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, timestamp, version, webAddress } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { explain } from '../shared/texts.ts';

export const recordStores = {
  manage: definePermission('record-stores.manage', ['admin']),
};

export const recordStoreNotFound = defineProblem('record_store.not_found', 404, {
  en: 'The space has no learning record store',
  ru: 'У пространства нет хранилища учебных записей',
});
export const recordStoreAddressRefused = defineProblem('record_store.address_refused', 422, {
  en: 'No record store may have this address',
  ru: 'У хранилища не может быть такого адреса',
});
export const recordStoreSecretNeeded = defineProblem('record_store.secret_needed', 422, {
  en: 'A new address needs the secret again',
  ru: 'Для нового адреса нужно снова ввести секрет',
});
export const recordStoreUnreachable = defineProblem('record_store.unreachable', 422, {
  en: 'The record store does not answer',
  ru: 'Хранилище не отвечает',
});
export const recordStoreRefused = defineProblem('record_store.refused', 422, {
  en: 'The record store does not take statements',
  ru: 'Хранилище не принимает записи',
});

/** Rows of a space that wait, and of those that were refused; beyond these the oldest are dropped. */
export const maxWaitingStatements = 1_000_000;
export const maxRefusedStatements = 100_000;

/** How many refused statements one request puts back. */
export const maxResentStatements = 10_000;

const noColon = explain({ en: 'A user name has no colon', ru: 'В имени пользователя нет двоеточия' });

const settings = {
  endpoint: webAddress(500).meta({
    description: 'Address of its xAPI, to which `/statements` is added',
    examples: ['https://lrs.example.org/xapi'],
  }),
  username: line(1, 200)
    // RFC 7617, section 2.
    .refine((name) => !name.includes(':'), noColon)
    .meta({ description: 'User name or key for basic authentication, without a colon', examples: ['lyceum'] }),
  enabled: z.boolean().describe('False tells it nothing: what happens meanwhile is not sent later either'),
  naming: z
    .enum(['account', 'mbox'])
    .describe('How people are named: `account` by the id of their account, which says nothing of them; `mbox` by their address'),
};

export const recordStore = z
  .object({
    ...settings,
    waiting: z.int().describe('How many statements wait to be sent'),
    refused: z.int().describe('How many statements the store has refused'),
    dropped: z
      .int()
      .describe(
        'How many of the oldest were given up since the settings were saved: at most 1,000,000 wait, and 100,000 refused are kept',
      ),
    lastSentAt: timestamp.nullable().describe('When it last took statements; null before the first time'),
    lastError: z
      .string()
      .nullable()
      .describe(
        'Why statements wait, in the language of the reader, with what the store said, and how many were given up; null when all goes well',
      ),
    version,
  })
  .meta({ id: 'RecordStore', description: 'The learning record store (LRS) of a space, without its secret' });

export type RecordStore = z.output<typeof recordStore>;

export const getRecordStore = defineEndpoint('getRecordStore', 'GET /courses/record-store', {
  summary: 'The record store that the space tells what its learners do, and how that goes',
  response: recordStore,
  errors: [recordStoreNotFound],
  volatile: true,
});

export const putRecordStore = defineEndpoint('putRecordStore', 'PUT /courses/record-store', {
  summary:
    'Set the record store (xAPI 1.0.3, IEEE 9274.1.1); the secret stays unless a new one is given, which another scheme, host or port needs',
  body: z.strictObject({
    ...settings,
    enabled: settings.enabled.default(true),
    naming: settings.naming.default('account'),
    secret: line(1, 500).describe('Password or secret for basic authentication. It is written and never read').optional(),
  }),
  response: recordStore,
  errors: [recordStoreAddressRefused, recordStoreSecretNeeded],
  ifMatch: true,
});

export const deleteRecordStore = defineEndpoint('deleteRecordStore', 'DELETE /courses/record-store', {
  summary: 'Remove the record store, its secret and all statements that wait or were refused',
  errors: [recordStoreNotFound],
  ifMatch: true,
});

export const checkRecordStore = defineEndpoint('checkRecordStore', 'POST /courses/record-store/check', {
  summary: 'Ask the record store which versions of xAPI it speaks, and send it an empty list of statements',
  response: z.object({
    versions: z.array(z.string()).meta({ description: 'Versions of xAPI it says it speaks', examples: [['1.0.3']] }),
  }),
  errors: [recordStoreNotFound, recordStoreAddressRefused, recordStoreSecretNeeded, recordStoreUnreachable, recordStoreRefused],
});

const refusedStatement = z
  .object({
    id: id.describe('Id of the row'),
    statement: z.looseObject({ id: z.string().describe('Id of the statement') }).describe('The statement, as it was sent'),
    reason: z.string().describe('What the store said, in at most 300 characters'),
    createdAt: timestamp.describe('When the statement was made'),
  })
  .meta({ id: 'RefusedStatement', description: 'A statement that the record store has refused' });

export const listRefusedStatements = defineEndpoint('listRefusedStatements', 'GET /courses/record-store/refused', {
  summary: 'Statements that the record store has refused, the oldest first',
  query: pageQuery,
  response: page(refusedStatement),
});

export const resendStatements = defineEndpoint('resendStatements', 'POST /courses/record-store/resend', {
  summary: 'Send refused statements once more, the oldest 10,000 of them',
  response: z.object({ resent: z.int().describe('How many wait again') }),
  errors: [recordStoreNotFound],
});
