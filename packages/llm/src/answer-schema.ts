import { fail } from '@lyceum/common/errors';
import { requestInvalid } from '@lyceum/contracts/shared/common-problems';
import { z } from 'zod';

export interface AnswerSchema {
  readonly json: Record<string, unknown>;
  /** Whether OpenAI's `strict` accepts it; servers that enforce any schema ignore the word. */
  readonly strict: boolean;
}

/** Those that llama.cpp and OpenAI both know. */
const knownFormats: readonly (string | undefined)[] = ['date', 'time', 'date-time', 'uuid'];
/** llama.cpp makes a rule of every repetition and refuses 2000 of them, those of the lists around it counted in. */
const maxLength = 500;

/**
 * JSON Schema of an answer, without what servers refuse: what is left out still holds when the answer is read. Objects only,
 * because functions and `response_format` take nothing else.
 *
 * @param unions false for GigaChat's functions, which know neither unions nor null: a value that may be null is wanted then.
 */
export function answerSchema(schema: z.ZodType, { unions }: { unions: boolean }): AnswerSchema {
  let strict = true;
  const json = toJsonSchema(schema);
  visit(json, (node) => {
    simplify(node);
    if (!unions) dropNull(node);
    strict &&= isStrict(node);
  });
  if (json.type !== 'object') throw new TypeError('a model answers with an object');
  return { json, strict };
}

type Node = z.core.JSONSchema.BaseSchema;

/** Of objects within objects, of the deepest answer anybody asks for. */
const maxDepth = 50;

/** Those that came as JSON Schema, with what they came as. */
const received = z.registry<{ json: Node }>();

/** JSON Schema of an answer as its zod schema says it, to be sent to where models are asked. */
export function toJsonSchema(schema: z.ZodType): Node {
  const json = received.get(schema)?.json;
  if (json) return structuredClone(json);
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io: 'input', metadata: withoutIds() });
  return made;
}

/**
 * The schema of an answer that came as JSON Schema, in JSON: models are told all of it, and what they answer needs its shape alone, because
 * whoever asks reads the answer by a schema of its own.
 */
export function receivedSchema(text: string): z.ZodType {
  try {
    const json = z.looseObject({ type: z.literal('object') }).parse(JSON.parse(text));
    if (!isFlat(json, maxDepth)) throw fail(requestInvalid);
    const shape = structuredClone(json);
    visit(shape, keepShape);
    const schema = z.fromJSONSchema(shape as z.core.JSONSchema.JSONSchema).register(received, { json });
    answerSchema(schema, { unions: true });
    return schema;
  } catch {
    // Whatever part of it no schema can be made of.
    throw fail(requestInvalid);
  }
}

const isFlat = (value: unknown, depth: number): boolean =>
  typeof value !== 'object' || value === null || (depth > 0 && Object.values(value).every((part) => isFlat(part, depth - 1)));

/** Calls `change` for each schema within a schema, the inner ones first. */
function visit(node: Node, change: (node: Node) => void): void {
  const { properties = {}, prefixItems = [], anyOf = [], oneOf = [], allOf = [], items, additionalProperties } = node;
  const parts: unknown[] = [
    ...Object.values(properties),
    ...prefixItems,
    ...anyOf,
    ...oneOf,
    ...allOf,
    items,
    additionalProperties,
  ];
  for (const part of parts.flat()) if (isSchema(part)) visit(part, change);
  change(node);
}

const isSchema = (part: unknown): part is Node => typeof part === 'object' && part !== null;

function keepShape(node: Node): void {
  const { type, properties, required, items, prefixItems, anyOf, oneOf, allOf, enum: choices, const: constant } = node;
  for (const key of Object.keys(node)) delete node[key];
  const types = [type ?? []].flat().map((name) => (name === 'integer' ? 'number' : name));
  const kept = { type: types.length > 1 ? types : types[0], properties, required, items, prefixItems, anyOf, oneOf, allOf };
  const entries = Object.entries({ ...kept, enum: choices, const: constant });
  Object.assign(node, Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
}

function simplify(node: Node): void {
  const { format, pattern, oneOf, const: constant } = node;
  delete node.default;
  delete node.propertyNames;
  if (oneOf) {
    node.anyOf = oneOf;
    delete node.oneOf;
  }
  if (constant !== undefined) {
    node.enum = [constant];
    delete node.const;
  }
  if (!knownFormats.includes(format)) delete node.format;
  // llama.cpp takes anchored patterns only; those of formats are long, and nobody takes a look-around.
  if (format || !pattern?.startsWith('^') || !pattern.endsWith('$') || /\(\?<?[=!]/.test(pattern)) delete node.pattern;
  if (node.maxLength !== undefined && node.maxLength > maxLength) delete node.maxLength;
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
  if (node.properties) node.additionalProperties ??= false;
}

function dropNull(node: Node): void {
  const [type, ...otherTypes] = [node.type ?? []].flat().filter((name) => name !== 'null');
  if (type && otherTypes.length === 0) node.type = type;
  const [only, ...others] = node.anyOf?.filter((option) => option.type !== 'null') ?? [];
  if (!only || others.length > 0) return;
  delete node.anyOf;
  Object.assign(node, only);
}

function isStrict({ properties = {}, required = [], additionalProperties, minLength, maxLength, prefixItems }: Node): boolean {
  if (minLength !== undefined || maxLength !== undefined || prefixItems) return false;
  return required.length === Object.keys(properties).length && typeof additionalProperties !== 'object';
}

/** Ids would move parts of the schema into definitions, which GigaChat's functions do not know. */
function withoutIds() {
  const registry = z.registry<Record<string, unknown>>();
  registry.get = (schema) => {
    const { id: _, ...meta } = z.globalRegistry.get(schema) ?? {};
    return meta;
  };
  return registry;
}
