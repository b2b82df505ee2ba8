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

/** Days and times at the ends of what a calendar, JavaScript and PostgreSQL have, and past them. */
const hostileDay = fc.constantFrom(
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '10000-01-01',
  '5874898-01-01',
  '-000001-01-01',
  '+275760-09-13',
  '1900-02-29',
  '2024-02-29',
  '2026-02-31',
  '2026-13-01',
  '2026-1-1',
  'infinity',
  'now',
);
const hostileTime = fc.oneof(
  hostileDay.map((day) => `${day}T00:00:00.000Z`),
  fc.constantFrom(
    '2026-01-01T24:00:00Z',
    '2026-12-31T23:59:60Z',
    '2026-01-01T00:00:00+19:00',
    '2026-01-01T00:00:00',
    '2026-01-01 00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
    'epoch',
  ),
);

const deepArray = fc
  .integer({ min: 1, max: 400 })
  .map((depth) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown);

/** Anything JSON can carry, the unpleasant first. */
const anything: Arbitrary<unknown> = fc.oneof(
  hostileText,
  hostileDay,
  hostileTime,
  fc.constantFrom(null, true, 0, -1, 1e308, -0, 2 ** 53, [], {}, { __proto__: 1 }, { constructor: { prototype: {} } }),
  fc.jsonValue({ maxDepth: 4 }),
  deepArray,
);

/** Values a schema allows, mixed at every level with values it does not. */
export function getValues(schema: JsonSchema, world: World): Arbitrary<unknown> {
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
      return fc.array(getValues(schema.items ?? {}, world), { maxLength: 70 });
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => [name, getValues(field, world)] as const);
      return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
    }
    default:
      return anything;
  }
}

const toTime = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());

function fittingText({ format, minLength = 0, maxLength = 300 }: JsonSchema, { ids }: World): Arbitrary<unknown> {
  if (format === 'uuid') return fc.oneof(fc.uuid(), fc.constantFrom(...ids));
  if (format === 'email') return fc.emailAddress();
  if (format === 'date-time') return fc.oneof(toTime, hostileTime);
  if (format === 'date')
    return fc.oneof(
      toTime.map((time) => time.replace(/T.*/, '')),
      hostileDay,
    );
  const length = { minLength, maxLength: Math.max(Math.min(maxLength, minLength + 40), minLength) };
  return fc.oneof(fc.string(length), fc.string({ ...length, unit: 'grapheme' }), fc.string({ ...length, unit: 'binary' }));
}
