import fc, { type Arbitrary } from 'fast-check';

/** The part of JSON Schema 2020-12 that our OpenAPI documents use. */
export interface JsonSchema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

export interface World {
  /** Schemas of the document, by name. */
  readonly components: Readonly<Record<string, JsonSchema>>;
  /** Of things that exist. */
  readonly ids: readonly string[];
}

const hostileText = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u200f',
  '𝕏'.repeat(500),
  "' OR 1=1 --",
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '\r\nX-Injected: 1',
  '%00%ff',
  '__proto__',
  'null',
  '9'.repeat(400),
  'я'.repeat(5000),
);

const deepArray = fc
  .integer({ min: 1, max: 400 })
  .map((depth) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown);

/** Anything JSON can carry, the unpleasant first. */
const anything: Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom(null, true, 0, -1, 1e308, -0, 2 ** 53, [], {}, { __proto__: 1 }, { constructor: { prototype: {} } }),
  fc.jsonValue({ maxDepth: 4 }),
  deepArray,
);

/** Values a schema allows, mixed at every level with values it does not. */
export function valuesOf(schema: JsonSchema, world: World): Arbitrary<unknown> {
  return fc.oneof({ weight: 14, arbitrary: fitting(schema, world) }, { weight: 1, arbitrary: anything });
}

function fitting(schema: JsonSchema, world: World): Arbitrary<unknown> {
  const target = schema.$ref && world.components[schema.$ref.replace('#/components/schemas/', '')];
  if (target) return fitting(target, world);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((option) => fitting(option, world)));
  switch (schema.type) {
    case 'string':
      return fittingText(schema, world);
    case 'integer':
    case 'number':
      return fc.integer({ min: Math.max(schema.minimum ?? -1000, -1e9), max: Math.min(schema.maximum ?? 5000, 1e9) });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, world), { maxLength: 70 });
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => [name, valuesOf(field, world)] as const);
      return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
    }
    default:
      return anything;
  }
}

function fittingText({ format, minLength = 0, maxLength = 300 }: JsonSchema, { ids }: World): Arbitrary<unknown> {
  if (format === 'uuid') return fc.oneof(fc.uuid(), fc.constantFrom(...ids));
  if (format === 'email') return fc.emailAddress();
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  const length = { minLength, maxLength: Math.max(Math.min(maxLength, minLength + 40), minLength) };
  return fc.oneof(fc.string(length), fc.string({ ...length, unit: 'grapheme' }), fc.string({ ...length, unit: 'binary' }));
}
