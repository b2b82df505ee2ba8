import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import { z } from 'zod';
import type { Components } from './example.ts';

type Schema = z.core.JSONSchema.BaseSchema;
type Direction = 'input' | 'output';

/** Schemas of one document. */
export interface Schemas {
  readonly components: Components;
  /** JSON Schema 2020-12, the dialect of OpenAPI 3.1; named schemas move to the components. */
  add(type: z.ZodType, io: Direction): Schema;
}

/** What requests and answers name alike differs in what may be absent, so the one of requests is called `<name>Input`. */
export function createSchemas(endpoints: readonly Endpoint[]): Schemas {
  const components: Record<string, Schema> = {};
  const added = { input: new Map<z.ZodType, Schema>(), output: new Map<z.ZodType, Schema>() };
  const answered = new Set([...new Set(endpoints.map(({ response }) => response))].flatMap(namesWithin));
  return {
    components,
    add(type, io) {
      // Many operations answer with the same thing.
      const known = added[io].get(type);
      if (known) return known;
      const { $schema: _, $defs = {}, ...schema } = convert(type, io);
      const getName = (id: string) => (io === 'input' && answered.has(id) ? `${id}Input` : id);
      const moved = (value: Schema): Schema =>
        JSON.parse(
          JSON.stringify(value).replace(
            /"#\/\$defs\/([\w.-]+)"/g,
            (_found, id: string) => `"#/components/schemas/${getName(id)}"`,
          ),
        );
      for (const [id, { id: _id, ...definition }] of Object.entries($defs)) components[getName(id)] = moved(definition);
      const result = moved(schema);
      added[io].set(type, result);
      return result;
    },
  };
}

/** Names of schemas, at any depth. */
function namesWithin(type: z.ZodType): string[] {
  return Object.keys(convert(type, 'output').$defs ?? {});
}

function convert(type: z.ZodType, io: Direction): Schema {
  return z.toJSONSchema(type, {
    io,
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      simplify(jsonSchema);
      // Fields that answers get later break no client that was told so.
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      const discriminator = toDiscriminator(zodSchema);
      if (discriminator) jsonSchema['discriminator'] = discriminator;
    },
  });
}

function simplify(schema: Schema): void {
  // The expressions behind formats are longer than the rest of the document and tell readers nothing.
  if (schema.format) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  const described = schema.anyOf?.find(({ description }) => description !== undefined);
  if (schema.anyOf?.some(({ type }) => type === 'null') && described?.description) schema.description ??= described.description;
}

/** Of a union whose options have names: generators tell them apart by it. */
function toDiscriminator(type: z.core.$ZodType): object | undefined {
  if (!(type instanceof z.ZodDiscriminatedUnion)) return undefined;
  const propertyName = type.def.discriminator;
  const mapping: Record<string, string> = {};
  for (const option of type.options) {
    const id = option instanceof z.ZodObject ? option.meta()?.id : undefined;
    const value = option instanceof z.ZodObject ? option.shape[propertyName] : undefined;
    if (!id || !(value instanceof z.ZodLiteral)) return undefined;
    mapping[String(value.value)] = `#/$defs/${id}`;
  }
  return { propertyName, mapping };
}
