import type { z } from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;

/** By its name, a schema among the components. */
export type Components = Readonly<Record<string, Schema>>;

const byFormat: Readonly<Record<string, string>> = {
  uuid: '019af7c2-5d1e-7a30-9c4b-2f6d8e1a0b37',
  'date-time': '2026-01-31T09:00:00.000Z',
  date: '2026-01-31',
  uri: 'https://school.example/',
  'idn-email': 'anna@school.example',
  base64: 'iVBORw0KGgo=',
};

/** A value the schema allows: what it names as an example or a default, else the plainest one. */
export function toExample(schema: Schema, components: Components): unknown {
  const within = (inner: Schema) => toExample(inner, components);
  const { $ref, examples, default: byDefault, const: constant, enum: values, anyOf, oneOf, allOf } = schema;
  if (examples) return examples[0];
  if ($ref) return within(components[$ref.replace('#/components/schemas/', '')] ?? {});
  if (byDefault !== undefined) return byDefault;
  if (constant !== undefined) return constant;
  if (values) return values[0];
  const options = anyOf ?? oneOf;
  if (options) return within(options.find(({ type }) => type !== 'null') ?? {});
  if (allOf) return Object.assign({}, ...allOf.map(within));
  switch (getType(schema)) {
    case 'object':
      return objectExample(schema, within);
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => within(toItems(schema)));
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return Math.min(Math.max(schema.minimum ?? 1, 1), schema.maximum ?? 1);
    case 'string':
      return byFormat[schema.format ?? ''] ?? 'Text'.padEnd(schema.minLength ?? 0, ' text').slice(0, schema.maxLength);
    default:
      return 'Any value';
  }
}

/** Not null, where that is only one of the types. */
function getType({ type }: Schema): string | undefined {
  const types: readonly (string | undefined)[] = Array.isArray(type) ? type : [type];
  return types.find((one) => one !== 'null');
}

function objectExample({ properties = {}, additionalProperties }: Schema, within: (inner: Schema) => unknown): unknown {
  const members = Object.entries(properties).map(([name, property]) => [name, within(asSchema(property))]);
  if (typeof additionalProperties === 'object') members.push(['name', within(additionalProperties)]);
  return Object.fromEntries(members);
}

const toItems = ({ items }: Schema): Schema => (Array.isArray(items) ? {} : asSchema(items));

const asSchema = (schema: z.core.JSONSchema._JSONSchema | undefined): Schema => (typeof schema === 'object' ? schema : {});
