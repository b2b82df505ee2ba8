import { isUtf8 } from 'node:buffer';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import { requestInvalid, requestUnsupportedMediaType } from '@lyceum/contracts/shared/common-problems';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { parameterTexts, validationTexts } from '@lyceum/contracts/shared/validation-texts';
import express, { type Request, type Response } from 'express';
import type { z } from 'zod';
import { fail } from '../errors.ts';
import { hasBody } from './possible-problems.ts';

/** Bodies are not unpacked: no client needs it, and a few bytes may stand for megabytes. */
const bodyDefaults = { inflate: false, type: () => true };
const json = express.json({ ...bodyDefaults, limit: '1mb', strict: false, verify: requireText });
const form = express.urlencoded({ ...bodyDefaults, limit: '100kb', extended: false, verify: requirePercents });

/** Parses by the contract; throws `request.invalid` that points at each fault and says by `error` what it is. */
export function parsePart<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  part: 'path' | 'query' | 'body',
  error: z.core.$ZodErrorMap,
): z.output<Schema> {
  const result = schema.safeParse(value, { error });
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 50).map(({ path, message }) => ({ pointer: pointer([part, ...path]), message }));
  throw fail(requestInvalid, { errors });
}

/** RFC 6901. */
function pointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Reads and parses the body where the endpoint has one; 415 without its content type. */
export async function parseBody(endpoint: Endpoint, request: Request, response: Response, locale: Locale): Promise<unknown> {
  if (!hasBody(endpoint)) return undefined;
  if (!isOfType(request, endpoint.consumes)) throw fail(requestUnsupportedMediaType, { detail: neededType(endpoint.consumes) });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const isForm = endpoint.consumes === 'application/x-www-form-urlencoded';
  const read = isForm ? form : json;
  read(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
  await promise;
  return isForm
    ? parsePart(endpoint.body, withoutEmpty(request.body), 'body', parameterTexts[locale])
    : parsePart(endpoint.body, request.body, 'body', validationTexts[locale]);
}

const neededType = (type: string) => ({
  en: `The content type ${type} is needed.`,
  ru: `Нужен тип содержимого ${type}.`,
});

/** A field of a form that is left empty is sent all the same, and counts as absent (RFC 6749 3.2). */
function withoutEmpty(form: unknown): unknown {
  return Object.fromEntries(Object.entries(Object(form)).filter(([, value]) => value !== ''));
}

/** Asked of an empty body too: a page of another site can send what has no content type without being asked first (CORS). */
function isOfType(request: Request, type: string): boolean {
  const [given] = (request.get('content-type') ?? '').split(';', 1);
  return given?.trim().toLowerCase() === type;
}

/** RFC 8259 8.1. What is no UTF-8 would be read with the marks of lost characters in it. */
function requireText(_request: unknown, _response: unknown, body: Buffer, encoding: string): void {
  if (encoding === 'utf-8' && !isUtf8(body)) throw new Error('no UTF-8');
}

/** The same of what a form has as percent-encoded bytes: throws a URIError. */
function requirePercents(_request: unknown, _response: unknown, body: Buffer): void {
  decodeURIComponent(body.toString());
}
