import { defineProblem } from '../define/problem.ts';

export const requestInvalid = defineProblem('request.invalid', 400, {
  en: 'The request is not valid',
  ru: 'Запрос составлен неверно',
});
export const requestMalformed = defineProblem('request.malformed', 400, {
  en: 'The body cannot be read',
  ru: 'Тело запроса не удаётся прочитать',
});
export const authRequired = defineProblem('auth.required', 401, { en: 'Sign in first', ru: 'Требуется вход' });
export const authTokenInvalid = defineProblem('auth.token_invalid', 401, {
  en: 'The access token is not valid',
  ru: 'Токен доступа недействителен',
});
export const authForbidden = defineProblem('auth.forbidden', 403, { en: 'You may not do this', ru: 'Недостаточно прав' });
export const spaceMismatch = defineProblem('space.mismatch', 403, {
  en: 'The access token belongs to another space',
  ru: 'Токен доступа выдан для другого пространства',
});
export const routeNotFound = defineProblem('route.not_found', 404, { en: 'There is no such address', ru: 'Такого адреса нет' });
export const routeMethodNotAllowed = defineProblem('route.method_not_allowed', 405, {
  en: 'This address has no such method',
  ru: 'Метод не поддерживается',
});
export const requestTimeout = defineProblem('request.timeout', 408, {
  en: 'The request took too long to arrive',
  ru: 'Запрос передавался слишком долго',
});
export const idempotencyInFlight = defineProblem('idempotency.in_flight', 409, {
  en: 'The first request with this key is still running',
  ru: 'Первый запрос с этим ключом ещё выполняется',
});
export const preconditionFailed = defineProblem('precondition.failed', 412, {
  en: 'It was changed since you read it',
  ru: 'Данные изменились с момента чтения',
});
export const requestTooLarge = defineProblem('request.too_large', 413, {
  en: 'The request is too large',
  ru: 'Запрос слишком велик',
});
export const requestUnsupportedMediaType = defineProblem('request.unsupported_media_type', 415, {
  en: 'Unsupported content type',
  ru: 'Тип содержимого не поддерживается',
});
export const idempotencyKeyReused = defineProblem('idempotency.key_reused', 422, {
  en: 'This key was used with another request',
  ru: 'Этот ключ уже использован с другим запросом',
});
export const rateLimited = defineProblem('rate.limited', 429, { en: 'Too many requests', ru: 'Слишком много запросов' });
export const streamTooMany = defineProblem('stream.too_many', 429, {
  en: 'Too many live connections are open',
  ru: 'Открыто слишком много одновременных подключений',
});
export const requestHeadersTooLarge = defineProblem('request.headers_too_large', 431, {
  en: 'The headers are too large',
  ru: 'Заголовки слишком велики',
});
export const internalError = defineProblem('internal', 500, { en: 'Something went wrong on our side', ru: 'Внутренняя ошибка' });
export const upstreamUnreachable = defineProblem('upstream.unreachable', 502, {
  en: 'The service cannot be reached',
  ru: 'Сервис недоступен',
});
export const serviceUnavailable = defineProblem('service.unavailable', 503, {
  en: 'Temporarily unavailable',
  ru: 'Временно недоступно',
});
export const upstreamTimeout = defineProblem('upstream.timeout', 504, {
  en: 'The service did not answer in time',
  ru: 'Сервис не ответил вовремя',
});

/** Failures of requests as such; which of them an operation may answer with, the kit says. */
export const commonProblems = [
  requestInvalid,
  requestMalformed,
  authRequired,
  authTokenInvalid,
  authForbidden,
  spaceMismatch,
  routeNotFound,
  routeMethodNotAllowed,
  requestTimeout,
  idempotencyInFlight,
  preconditionFailed,
  requestTooLarge,
  requestUnsupportedMediaType,
  idempotencyKeyReused,
  rateLimited,
  streamTooMany,
  requestHeadersTooLarge,
  internalError,
  upstreamUnreachable,
  serviceUnavailable,
  upstreamTimeout,
] as const;
