import { z } from 'zod';

/** The part of JSON Schema (draft 2020-12) that models are asked with; what else it says is ignored. */
export interface JsonSchema {
  readonly $ref?: string | undefined;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly format?: string | undefined;
  readonly pattern?: string | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly exclusiveMaximum?: number | undefined;
  readonly multipleOf?: number | undefined;
  readonly items?: JsonSchema | boolean | undefined;
  readonly prefixItems?: readonly JsonSchema[] | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: JsonSchema | boolean | undefined;
  readonly propertyNames?: JsonSchema | undefined;
  readonly minProperties?: number | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly allOf?: readonly JsonSchema[] | undefined;
}

const nested = z.lazy(() => jsonSchema);
const list = z.array(nested).min(1).optional();
const size = z.int().min(0).optional();
const bound = z.number().optional();

export const jsonSchema: z.ZodType<JsonSchema> = z.looseObject({
  $ref: z.string().startsWith('#').optional(),
  enum: z.array(z.unknown()).min(1).optional(),
  type: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minLength: size,
  maxLength: size,
  minimum: bound,
  maximum: bound,
  exclusiveMinimum: bound,
  exclusiveMaximum: bound,
  multipleOf: z.number().positive().optional(),
  items: z.union([z.boolean(), nested]).optional(),
  prefixItems: list,
  minItems: size,
  maxItems: size,
  properties: z.record(z.string(), nested).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.union([z.boolean(), nested]).optional(),
  propertyNames: nested.optional(),
  minProperties: size,
  anyOf: list,
  oneOf: list,
  allOf: list,
});

/** The part of `root` that a reference such as `#/$defs/topic` names (RFC 6901). */
export function referred(root: JsonSchema, reference: string): JsonSchema {
  const names = decodeURIComponent(reference.slice(1))
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = names.reduce<unknown>((part, name) => new Map(Object.entries(Object(part))).get(name), root);
  return jsonSchema.parse(found, { error: () => `${reference} names no schema` });
}

/** What both say together. */
export function merged(one: JsonSchema, other: JsonSchema): JsonSchema {
  return {
    ...one,
    ...other,
    properties: one.properties || other.properties ? { ...one.properties, ...other.properties } : undefined,
    required: [...(one.required ?? []), ...(other.required ?? [])],
  };
}
