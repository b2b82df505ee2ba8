import fc, { type Arbitrary } from 'fast-check';
import type { PlannedRequest } from '../../src/largest/largest-requests.ts';
import type { ApiOperation } from './api-documents.ts';
import { getValues, type World } from './hostile-values.ts';

/** Requests of an operation in which every part may be what its schema allows and what it does not. */
export function smallRequests(method: string, path: string, operation: ApiOperation, world: World) {
  const values = (where: string) =>
    fc.record(
      Object.fromEntries(
        operation.parameters.filter((one) => one.in === where).map(({ name, schema }) => [name, getValues(schema, world)]),
      ),
      { requiredKeys: operation.parameters.filter((one) => one.in === where && one.required).map(({ name }) => name) },
    );
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const body = content
    ? fc.oneof(
        { weight: 9, arbitrary: getValues(content.schema, world).map((value) => encode(type, value)) },
        { weight: 1, arbitrary: fc.constantFrom('{', '', 'null', '[[[[', '\u0000') },
      )
    : fc.constant(undefined);
  return fc
    .record({ path: values('path'), query: values('query'), headers: headers(type), body })
    .map((parts): PlannedRequest => {
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(segment(parts.path[name])));
      const search = new URLSearchParams(textMembers(parts.query));
      return {
        method,
        path: search.size > 0 ? `${filled}?${search}` : filled,
        headers: parts.headers,
        ...(parts.body !== undefined && { body: parts.body }),
      };
    });
}

function headers(type: string | undefined): Arbitrary<Record<string, string>> {
  const types = fc.oneof(
    { weight: 8, arbitrary: fc.constant(type) },
    { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/xml', '', 'application/json; charset=koi8-r') },
  );
  const sometimes = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
  return fc
    .record({
      'content-type': types,
      'if-match': sometimes('"1"', '*', 'W/"1"', 'x', '""', '"99999999999999999999"'),
      'idempotency-key': sometimes('"k"', 'k', ' ', '"', 'x'.repeat(300)),
      'accept-language': sometimes('ru', 'en', 'xx;q=7', ',,,'),
      // The right one is added where there is none.
      authorization: fc.oneof(
        { weight: 10, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom('', 'Bearer a.b.c') },
      ),
    })
    .map((all) => Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)));
}

const textMembers = (value: unknown) =>
  Object.fromEntries(Object.entries(Object(value)).map(([name, member]) => [name, wellFormed(member)]));

/** Nothing, and `.` or `..` between slashes, make another address of it, where the gateway knows nobody (its tests try them). */
function segment(value: unknown): string {
  const text = wellFormed(value);
  return text === '' || /(?:^|[/\\])\.{1,2}(?:$|[/\\])/.test(text) ? '-' : text;
}

const wellFormed = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed();

function encode(type: string | undefined, value: unknown): string {
  if (type !== 'application/x-www-form-urlencoded') return JSON.stringify(value);
  return `${new URLSearchParams(textMembers(value))}`;
}
