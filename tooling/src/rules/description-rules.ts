import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import { z } from 'zod';
import { type ContractValue, getEndpoint } from './contract-rules.ts';
import type { Finding } from './repository.ts';

const rule = 'contracts-are-described';

/** The part of JSON Schema that holds other schemas. */
interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly items?: Described;
  readonly additionalProperties?: Described | boolean;
  readonly anyOf?: readonly Described[];
  readonly oneOf?: readonly Described[];
  readonly allOf?: readonly Described[];
  readonly $defs?: Readonly<Record<string, Described>>;
  readonly $ref?: string;
}

/** Whoever reads the documents of the API alone finds a sentence at every parameter, every property and every named schema. */
export function contractsAreDescribed(contracts: readonly ContractValue[]): Finding[] {
  const findings = contracts.flatMap(({ file, name, value }) => {
    const found = getEndpoint(value);
    if (!found || found.internal) return [];
    return findUndescribed(found).map((place) => ({
      rule,
      file,
      message: `${place} of ${name} has no description: add .describe()`,
    }));
  });
  // A schema that many operations share is named once.
  return [...new Map(findings.map((finding) => [finding.message.replace(/ of \w+ has/, ' has'), finding])).values()];
}

function findUndescribed({ summary, params, query, body, response }: Endpoint): string[] {
  const parts = [
    ...findMembers('parameter', toJsonSchema(params, 'input')),
    ...findMembers('parameter', toJsonSchema(query, 'input')),
    ...findMembers('body', toJsonSchema(body, 'input')),
    ...findMembers('response', toJsonSchema(response, 'output')),
  ];
  return [...(summary ? [] : ['the summary']), ...parts];
}

const toJsonSchema = (type: z.ZodType, io: 'input' | 'output'): Described =>
  z.toJSONSchema(type, { io, unrepresentable: 'any' }) as Described; // the parts of it that are read here

function findMembers(place: string, schema: Described): string[] {
  const { properties = {}, $defs = {}, items, additionalProperties, anyOf = [], oneOf = [], allOf = [] } = schema;
  const rest = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  return [
    ...Object.entries(properties).flatMap(([name, property]) => [
      ...(isDescribed(property) ? [] : [`${place}.${name}`]),
      ...findMembers(`${place}.${name}`, property),
    ]),
    ...Object.entries($defs).flatMap(([name, definition]) => [
      ...(definition.description ? [] : [`the schema ${name}`]),
      ...findMembers(name, definition),
    ]),
    ...[...(items ? [items] : []), ...rest, ...anyOf, ...oneOf, ...allOf].flatMap((part) => findMembers(place, part)),
  ];
}

/** A named schema has its description where it is defined; of what may be null the other part may have it. */
function isDescribed({ description, $ref, anyOf }: Described): boolean {
  return Boolean(description ?? $ref ?? (anyOf?.length === 2 && anyOf.some(isDescribed)));
}
