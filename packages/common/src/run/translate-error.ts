import type { Problem } from '@lyceum/contracts/define/problem';
import {
  requestInvalid,
  requestMalformed,
  requestTooLarge,
  requestUnsupportedMediaType,
  serviceUnavailable,
} from '@lyceum/contracts/shared/common-problems';
import { z } from 'zod';
import { type ConstraintErrors, DomainError, fail } from '../errors.ts';

const bodyFailures: Readonly<Record<string, Problem>> = {
  'entity.parse.failed': requestMalformed,
  'entity.verify.failed': requestMalformed,
  'request.aborted': requestMalformed,
  'request.size.invalid': requestMalformed,
  'parameters.too.many': requestMalformed,
  'querystring.parse.rangeError': requestMalformed,
  'stream.encoding.set': requestMalformed,
  'entity.too.large': requestTooLarge,
  'encoding.unsupported': requestUnsupportedMediaType,
  'charset.unsupported': requestUnsupportedMediaType,
};

const neededEncoding = {
  en: 'The body must be in UTF-8 and not compressed.',
  ru: 'Тело запроса должно быть в кодировке UTF-8 и без сжатия.',
};

/**
 * Integrity constraint violations (SQLSTATE class 23) that a service may declare by constraint name. From PostgreSQL 18 on, a key
 * that restricts has a state of its own, 23001.
 */
const constraintStates = new Set(['23505', '23P01', '23503', '23001', '23514']);

/**
 * Data exceptions and exceeded limits (SQLSTATE classes 22 and 54): a value that no type, encoding or index of the database holds,
 * such as U+0000, half a surrogate pair or a number that is too large.
 */
const unstorable = /^(22|54)/;

/** Translates what libraries throw into declared failures; returns undefined for what is neither caller's fault nor an outage. */
export function toDomainError(error: unknown, constraints: ConstraintErrors): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (error instanceof URIError) return fail(requestMalformed);
  const fields = errorFields(error);
  const bodyFailure = fields.type && bodyFailures[fields.type];
  if (bodyFailure) return fail(bodyFailure, bodyFailure === requestUnsupportedMediaType ? { detail: neededEncoding } : {});
  if (fields.code && constraintStates.has(fields.code)) {
    const declared = fields.constraint && constraints[fields.constraint];
    return declared ? fail(declared) : undefined;
  }
  if (fields.code && unstorable.test(fields.code)) return fail(requestInvalid);
  return isOutage(error) ? fail(serviceUnavailable, { retryAfter: 2 }) : undefined;
}

const outageCodes = /^(08...|57P0[1-5]|53[0-4]..|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;

const outageMessages =
  /Connection terminated|timeout exceeded when trying to connect|Connection is closed|Command timed out|max retries per request|Stream isn't writeable|Client has encountered a connection error|Client was closed/;

/** True when a backing server is away or going away: worth another try, no fault of the request. */
export function isOutage(error: unknown): boolean {
  const { code, message } = errorFields(error);
  return isLockTimeout(error) || Boolean((code && outageCodes.test(code)) || (message && outageMessages.test(message)));
}

/** True when others hold a lock for longer than anybody should wait. */
export function isLockTimeout(error: unknown): boolean {
  return errorFields(error).code === '55P03';
}

/** True when the database itself went away or is going away. */
export function isConnectionLost(error: unknown): boolean {
  return /^(08...|57P0[1-5])$/.test(errorFields(error).code ?? '');
}

/** True for a deadlock or a serialization failure: the same transaction may succeed when run again. */
export function isTransactionConflict(error: unknown): boolean {
  const { code } = errorFields(error);
  return code === '40P01' || code === '40001';
}

const field = z.string().optional().catch(undefined);

const errorSchema = z
  .object({
    code: field,
    type: field,
    constraint: field,
    message: field,
    driverError: z.unknown().optional(),
    cause: z.unknown().optional(),
  })
  .catch({});

/** TypeORM wraps the driver's error and fetch its cause: their fields win. */
function errorFields(error: unknown) {
  const outer = errorSchema.parse(error);
  const inner = errorSchema.parse(outer.driverError ?? outer.cause);
  return {
    code: inner.code ?? outer.code,
    type: outer.type,
    constraint: inner.constraint ?? outer.constraint,
    message: inner.message ?? outer.message,
  };
}
