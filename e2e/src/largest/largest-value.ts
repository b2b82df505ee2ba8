import { z } from 'zod';
import { costlyText, type TextKind } from './costly-text.ts';

/** The part of JSON Schema 2020-12 that contracts come out as. */
interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  type?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  maximum?: number;
  maxItems?: number;
  maxLength?: number;
}

/** A value of what has rules that no schema tells; undefined leaves it to the schema. */
export type Choose = (name: string) => unknown;

/**
 * The largest value a schema allows: every text and list as long as it may be, every member, of several shapes the longest.
 * Throws where something has no bound, because then there is no largest.
 */
export function largestValue(schema: z.ZodType, kind: TextKind, choose: Choose): unknown {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema; // written for this very dialect
  return largest(root, { defs: root.$defs ?? {}, kind, choose, name: '' });
}

interface Place {
  readonly defs: Readonly<Record<string, JsonSchema>>;
  readonly kind: TextKind;
  readonly choose: Choose;
  /** Of the nearest member. */
  readonly name: string;
}

function largest(schema: JsonSchema, place: Place): unknown {
  const chosen = place.choose(place.name);
  if (chosen !== undefined) return chosen;
  const target = schema.$ref && place.defs[schema.$ref.replace('#/$defs/', '')];
  if (target) return largest(target, place);
  if (schema.enum) return longest(schema.enum);
  if ('const' in schema) return schema.const;
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return longest(options.map((option) => largest(option, place)));
  switch (schema.type) {
    case 'string':
      return largestText(schema, place);
    case 'integer':
    case 'number':
      return schema.maximum ?? unbounded(place);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return Array.from({ length: schema.maxItems ?? unbounded(place) }, () => largest(schema.items ?? {}, unnamed(place)));
    case 'object': {
      const members = Object.entries(schema.properties ?? {}).map(([name, member]) => [
        name,
        largest(member, { ...place, name }),
      ]);
      return Object.fromEntries(members);
    }
    default:
      return unbounded(place);
  }
}

/** What is chosen for a list is not chosen for each of its items. */
const unnamed = (place: Place): Place => ({ ...place, name: '' });

const longest = (values: readonly unknown[]) =>
  values.reduce((most, value) => (JSON.stringify(value).length > JSON.stringify(most).length ? value : most));

const label = 'a'.repeat(59);
/** Texts of a form of their own, the longest first. */
const formed = [
  `${'a'.repeat(64)}@${label}.${label}.${label}.example`,
  `https://example.org/${'a'.repeat(480)}`,
  'A'.repeat(280_000),
  '01935e1c-0000-7000-8000-000000000000',
  '2026-11-28T00:00:00.000Z',
  '2026-11-28',
  '06.001',
  'RUB',
  'yue-Hant-HK',
  `module:${'a'.repeat(40)}`,
  'a'.repeat(40),
];
const formats: Readonly<Record<string, RegExp>> = {
  base64: /^A+$/,
  'idn-email': /@/,
  uri: /^https:/,
};

function largestText({ format = '', pattern, maxLength }: JsonSchema, place: Place): string {
  const form = formats[format] ?? (pattern === undefined ? undefined : new RegExp(pattern, 'u'));
  if (!form) return costlyText(place.kind, maxLength ?? unbounded(place));
  const value = formed.find((text) => form.test(text) && text.length <= (maxLength ?? text.length));
  return value ?? unbounded(place);
}

function unbounded({ name }: Place): never {
  throw new Error(`"${name}" has no largest value: it needs a bound in its contract, or a choice here`);
}
