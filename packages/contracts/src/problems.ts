import { z } from 'zod';
import { defineErrors, type ProblemDefinition } from './define.ts';
import { modelsProblems } from './models.ts';
import { notificationsProblems } from './notifications.ts';
import { programGenerationProblems } from './program-generation.ts';
import { tokensProblems } from './tokens.ts';
import { usersProblems } from './users.ts';

/** Failures any operation may answer with. */
export const commonProblems = defineErrors({
  'request.invalid': { status: 400, title: { en: 'The request is not valid', ru: 'Запрос составлен неверно' } },
  'request.malformed': { status: 400, title: { en: 'The body cannot be read', ru: 'Тело запроса не удаётся прочитать' } },
  'auth.required': { status: 401, title: { en: 'Sign in first', ru: 'Требуется вход' } },
  'auth.token_invalid': { status: 401, title: { en: 'The access token is not valid', ru: 'Токен доступа недействителен' } },
  'auth.forbidden': { status: 403, title: { en: 'You may not do this', ru: 'Недостаточно прав' } },
  'space.mismatch': {
    status: 403,
    title: { en: 'The access token belongs to another space', ru: 'Токен доступа выдан для другого пространства' },
  },
  'route.not_found': { status: 404, title: { en: 'There is no such address', ru: 'Такого адреса нет' } },
  'route.method_not_allowed': { status: 405, title: { en: 'This address has no such method', ru: 'Метод не поддерживается' } },
  'request.not_acceptable': { status: 406, title: { en: 'No acceptable representation', ru: 'Нет подходящего представления' } },
  'request.timeout': {
    status: 408,
    title: { en: 'The request took too long to arrive', ru: 'Запрос передавался слишком долго' },
  },
  'idempotency.in_flight': {
    status: 409,
    title: { en: 'The first request with this key is still running', ru: 'Первый запрос с этим ключом ещё выполняется' },
  },
  'precondition.failed': {
    status: 412,
    title: { en: 'It was changed since you read it', ru: 'Данные изменились с момента чтения' },
  },
  'request.too_large': { status: 413, title: { en: 'The request is too large', ru: 'Запрос слишком велик' } },
  'request.unsupported_media_type': {
    status: 415,
    title: { en: 'Unsupported content type', ru: 'Тип содержимого не поддерживается' },
  },
  'idempotency.key_reused': {
    status: 422,
    title: { en: 'This key was used with another request', ru: 'Этот ключ уже использован с другим запросом' },
  },
  'rate.limited': { status: 429, title: { en: 'Too many requests', ru: 'Слишком много запросов' } },
  'stream.too_many': {
    status: 429,
    title: { en: 'Too many live connections are open', ru: 'Открыто слишком много одновременных подключений' },
  },
  'request.headers_too_large': { status: 431, title: { en: 'The headers are too large', ru: 'Заголовки слишком велики' } },
  internal: { status: 500, title: { en: 'Something went wrong on our side', ru: 'Внутренняя ошибка' } },
  'upstream.unreachable': { status: 502, title: { en: 'The service cannot be reached', ru: 'Сервис недоступен' } },
  'service.unavailable': { status: 503, title: { en: 'Temporarily unavailable', ru: 'Временно недоступно' } },
  'upstream.timeout': { status: 504, title: { en: 'The service did not answer in time', ru: 'Сервис не ответил вовремя' } },
});

const declared = {
  ...commonProblems,
  ...tokensProblems,
  ...usersProblems,
  ...notificationsProblems,
  ...programGenerationProblems,
  ...modelsProblems,
};

export type ProblemCode = keyof typeof declared;

/** Every failure of the platform by its code. */
export const problems: Readonly<Record<ProblemCode, ProblemDefinition>> = declared;

/** RFC 9457 problem document, sent as `application/problem+json`. */
export const problem = z
  .object({
    type: z.string().describe('urn:lyceum:problem:<code>'),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().describe('Path of the request'),
    code: z.string().describe('Stable name of the failure'),
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string().describe('RFC 6901 JSON pointer'), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;
