import { contractEndpoints } from '@lyceum/testing/contract-values';
import { z } from 'zod';

const endpoints = await contractEndpoints();

type Node = z.core.JSONSchema.BaseSchema;

/** Where a node within the requests of an endpoint is other than it should be. */
function faults(
  { params, query, body }: Record<'params' | 'query' | 'body', z.ZodType>,
  isFault: (node: Node) => boolean,
): string[] {
  const found: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const { properties, $defs, items, anyOf, oneOf, ...node } = value as Node; // zod made it
    if (isFault({ ...node, ...(anyOf && { anyOf }), ...(oneOf && { oneOf }) })) found.push(path);
    for (const [name, field] of Object.entries({ ...properties, ...$defs })) walk(field, `${path}/${name}`);
    for (const option of [items, ...(anyOf ?? []), ...(oneOf ?? [])]) walk(option, `${path}/*`);
  };
  for (const [name, part] of Object.entries({ params, query, body })) {
    if (!(part instanceof z.ZodUndefined)) walk(z.toJSONSchema(part, { io: 'input', unrepresentable: 'any' }), name);
  }
  return found;
}

function isUnbounded(node: Node): boolean {
  if (node.enum ?? node.anyOf ?? node.oneOf ?? node.$ref ?? node.const !== undefined) return false;
  switch (node.type) {
    case 'string':
      return node.maxLength === undefined;
    case 'array':
      return node.maxItems === undefined;
    case 'integer':
    case 'number':
      return node.minimum === undefined || node.maximum === undefined;
    case undefined:
      // What may be anything says how much of it there may be.
      return node.description === undefined;
    default:
      return false;
  }
}

describe('requests', () => {
  it.each([...endpoints])('%s: every text, list and number has bounds', (_address, endpoint) => {
    expect(faults(endpoint, isUnbounded)).toEqual([]);
  });

  it.each([...endpoints])('%s: unknown members are refused at every depth, or ignored by its own word', (_address, endpoint) => {
    const open = faults(endpoint, ({ type, additionalProperties }) => type === 'object' && additionalProperties !== false);
    expect(open).toEqual(endpoint.ignoresUnknown ? ['body'] : []);
  });
});
