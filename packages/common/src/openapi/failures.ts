import { STATUS_CODES } from 'node:http';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import type { Problem } from '@lyceum/contracts/define/problem';
import { commonProblems, requestInvalid } from '@lyceum/contracts/shared/common-problems';
import { type ProblemDocument, problemDocument } from '@lyceum/contracts/shared/problem-document';
import type { z } from 'zod';
import { toProblemDocument } from '../errors.ts';
import { oauthProblem, oauthStatus } from '../http/oauth-problem.ts';
import type { Schemas } from './schemas.ts';

type Json = Record<string, unknown>;

/** Answers that fail, by their status; those that many operations share are components. */
export function toFailures(
  { oauthErrors }: Endpoint,
  problems: readonly Problem[],
  schemas: Schemas,
  responses: Record<string, Json>,
): Json {
  const schema = schemas.add(problemDocument, 'output');
  const byStatus = Map.groupBy(new Set(problems), (problem) =>
    oauthErrors ? oauthStatus(problem, oauthErrors) : problem.status,
  );
  const entries = [...byStatus].map(([status, group]): [number, Json] => {
    if (oauthErrors) return [status, oauthResponse(status, group, schema, oauthErrors)];
    const name = componentName(status, group);
    responses[name] ??= response(status, group, schema);
    return [status, { $ref: `#/components/responses/${name}` }];
  });
  return Object.fromEntries(entries.toSorted(([one], [other]) => one - other));
}

/** `ProgramNotFound`; of those every operation has together `BadRequest`. */
function componentName(status: number, group: readonly Problem[]): string {
  const [usual, own] = [group.filter(isCommon), group.filter((problem) => !isCommon(problem))];
  const [first] = usual;
  const phrase = usual.length > 1 ? [(STATUS_CODES[status] ?? '').replaceAll(' ', '')] : first ? [pascalCase(first.code)] : [];
  return [...phrase, ...own.map(({ code }) => pascalCase(code))].join('Or');
}

const isCommon = (problem: Problem) => (commonProblems as readonly Problem[]).includes(problem);

const pascalCase = (code: string) => code.replace(/(?:^|[._-])(\w)/g, (_found, letter: string) => letter.toUpperCase());

function response(status: number, group: readonly Problem[], schema: z.core.JSONSchema.BaseSchema): Json {
  const code = { type: 'string', enum: group.map((problem) => problem.code), description: 'Stable name of the failure' };
  const exact = { allOf: [schema, { type: 'object', properties: { code } }] };
  return {
    description: describe(group),
    headers: toHeaders(status, group),
    content: { 'application/problem+json': { schema: exact, examples: toExamples(group) } },
  };
}

/** At a token endpoint the service says it in the members of RFC 6749 besides, and the gateway's own failures keep their type. */
function oauthResponse(
  status: number,
  group: readonly Problem[],
  schema: z.core.JSONSchema.BaseSchema,
  errors: NonNullable<Endpoint['oauthErrors']>,
): Json {
  const properties = {
    error: { type: 'string', description: 'Code of RFC 6749, section 5.2' },
    error_description: { type: 'string', description: 'The title in English' },
  };
  const members = { allOf: [schema, { type: 'object', properties, required: ['error', 'error_description'] }] };
  const entries = group.map((problem) => {
    return [problem.code, { summary: problem.title.en, value: oauthProblem(toDocument(problem), problem, errors) }];
  });
  return {
    description: describe(group),
    headers: toHeaders(status, group),
    content: {
      'application/json': { schema: members, examples: Object.fromEntries(entries) },
      'application/problem+json': { schema },
    },
  };
}

const describe = (group: readonly Problem[]) => group.map(({ code, title }) => `\`${code}\`: ${title.en}`).join('; ');

function toHeaders(status: number, group: readonly Problem[]): Json {
  const names = [
    'X-Request-Id',
    ...(status === 401 ? ['WWW-Authenticate'] : []),
    ...(status === 429 || status === 503 || group.some(({ code }) => code === 'idempotency.in_flight') ? ['Retry-After'] : []),
    ...(status === 429 ? ['RateLimit', 'RateLimit-Policy'] : []),
  ];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function toExamples(group: readonly Problem[]): Json {
  return Object.fromEntries(group.map((problem) => [problem.code, { summary: problem.title.en, value: toDocument(problem) }]));
}

function toDocument(problem: Problem): ProblemDocument {
  const errors = [{ pointer: '/body/title', message: 'This is required' }];
  return toProblemDocument(problem, {
    locale: 'en',
    instance: '/api/v1/users/me',
    requestId: '0c8b9a4e-3f0d-4d5c-9b7a-6f2e1d3c5b7a',
    ...(problem === requestInvalid && { errors }),
  });
}
