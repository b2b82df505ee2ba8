import { fillPath } from '@lyceum/common/client';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import { z } from 'zod';
import { largestValue } from './largest-value.ts';
import type { Operation } from './list-operations.ts';
import type { Place } from './world.ts';

export interface PlannedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The operation with the largest input its contract allows, once for each place. Throws when that is not what the contract allows. */
export function largestRequests({ name, endpoint }: Operation, places: readonly Place[]): PlannedRequest[] {
  return places.map(({ kind, named }, index) => {
    const choose = (member: string) => named[`${name}.${member}`] ?? named[member];
    const params = largestValue(endpoint.params, kind, (member) => named[`:${member}`] ?? choose(member));
    const query = Object.fromEntries(
      Object.entries(Object(largestValue(endpoint.query, kind, choose))).filter(([member]) => isSent(endpoint, member, index)),
    );
    const hasBody = !(endpoint.body instanceof z.ZodUndefined);
    const body = hasBody ? largestValue(endpoint.body, kind, choose) : undefined;
    endpoint.params.parse(params);
    endpoint.query.parse(query);
    endpoint.body.parse(body);
    return {
      method: endpoint.method,
      path: fillPath(endpoint, Object(params), query),
      headers: hasBody ? { 'content-type': endpoint.consumes } : {},
      ...(hasBody && { body: encode(endpoint, body) }),
    };
  });
}

/** A filter makes the answer smaller; words to look for do so every other time. */
function isSent({ query }: Endpoint, member: string, index: number): boolean {
  if (member === 'limit') return true;
  if (member === 'q' && index % 2 === 1) return true;
  return query.shape[member]?.safeParse(undefined).success === false;
}

function encode(endpoint: Endpoint, body: unknown): string {
  return endpoint.consumes === 'application/json' ? JSON.stringify(body) : `${new URLSearchParams(Object(body))}`;
}
