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
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    metadata: withoutIds(),
    override({ jsonSchema: node }) {
      simplify(node);
      if (!unions) dropNull(node);
      strict &&= isStrict(node);
    },
  });
  if (json.type !== 'object') throw new TypeError('a model answers with an object');
  return { json, strict };
}

type Node = z.core.JSONSchema.BaseSchema;

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
