import { createHash } from 'node:crypto';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { type JsonSchema, jsonSchema, merged, referred } from './json-schema.ts';
import { createTextWriter } from './schema-text.ts';

/** Where in the answer a value stands. */
interface Place {
  readonly path: string;
  /** Of the item of the nearest list around it, so that items differ. */
  readonly index: number;
  /** Items of that list. */
  readonly siblings: number;
  /** References that led here. */
  readonly references: readonly string[];
}

/** Items of a list that may have as many. */
const defaultItems = 3;

/** Whole numbers with bounds no further apart are a closed set, such as the numbers of what a prompt lists. */
const widestSet = 100;

/**
 * What a diligent model would answer to a JSON Schema: every property present, lists of three items unless the schema wants
 * otherwise, texts that occur once. A list out of a closed set has all of it; where there are several such lists, one in each
 * item of another list, they share it, so that together they cover it. The same schema and seed give the same answer, another
 * seed other texts in the same shape. Throws when the schema is none, or asks for what cannot be made up.
 */
export function plausibleAnswer(schema: unknown, seed: string, language: Locale = 'ru'): unknown {
  const root = jsonSchema.parse(schema);
  const used = new Set<string>();
  const write = createTextWriter(language);

  return answerTo(root, { path: '', index: 0, siblings: 1, references: [] });

  function answerTo(schema: JsonSchema, place: Place): unknown {
    if (schema.$ref !== undefined) {
      const { $ref, ...rest } = schema;
      return answerTo(merged(referred(root, $ref), rest), { ...place, references: [...place.references, $ref] });
    }
    if (schema.allOf) {
      const { allOf, ...rest } = schema;
      const parts = allOf.map((part) => (part.$ref === undefined ? part : referred(root, part.$ref)));
      return answerTo(parts.reduce(merged, rest), place);
    }
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) {
      const { anyOf: _, oneOf: __, ...rest } = schema;
      return answerTo(merged(rest, chosen(choices, place)), place);
    }
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return schema.enum[place.index % schema.enum.length];
    switch (getType(schema)) {
      case 'object':
        return getObject(schema, place);
      case 'array':
        return createList(schema, place);
      case 'integer':
      case 'number':
        return getNumber(schema, 1, place.index);
      case 'boolean':
        return place.index % 2 === 0;
      case 'null':
        return null;
      default:
        return readText(schema, place);
    }
  }

  function getObject(schema: JsonSchema, place: Place): Record<string, unknown> {
    const { properties = {}, required = [] } = schema;
    const names = Object.keys(properties).filter((name) => required.includes(name) || !recurs(place));
    const declared = names.map((name) => [name, answerTo(properties[name] ?? {}, inside(place, name))]);
    const extra = extraNames(schema, place).map((name) => [name, answerTo(extraSchema(schema), inside(place, name))]);
    return Object.fromEntries([...declared, ...extra]);
  }

  function extraNames(
    { additionalProperties, properties, propertyNames, minProperties = 2 }: JsonSchema,
    place: Place,
  ): string[] {
    if (typeof additionalProperties !== 'object' || properties) return [];
    const count = propertyNames?.enum?.length ?? minProperties;
    return Array.from({ length: count }, (_, index) =>
      String(answerTo(propertyNames ?? {}, { ...inside(place, `${index}`), index })),
    );
  }

  function createList(schema: JsonSchema, place: Place): unknown[] {
    const { prefixItems, items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
    const item = typeof items === 'object' ? items : {};
    const options = closedSet(item);
    if (options && options.length <= maxItems && !recurs(place)) return share(options, minItems, place);
    const count = prefixItems?.length ?? Math.min(Math.max(recurs(place) ? 0 : defaultItems, minItems), maxItems);
    return Array.from({ length: count }, (_, index) => {
      const own = prefixItems?.[index] ?? item;
      const at = { ...inside(place, `${index}`), index, siblings: count };
      // Numbers of a list are most often indexes, which start at 0.
      return getType(own) === 'integer' ? getNumber(own, 0, index) : answerTo(own, at);
    });
  }

  function closedSet(item: JsonSchema): readonly unknown[] | undefined {
    if (item.$ref !== undefined) return closedSet(referred(root, item.$ref));
    const { minimum, maximum } = item;
    if (item.enum || getType(item) !== 'integer' || minimum === undefined || maximum === undefined) return item.enum;
    const size = maximum - minimum + 1;
    return size > 0 && size <= widestSet ? Array.from({ length: size }, (_, index) => minimum + index) : undefined;
  }

  function readText(schema: JsonSchema, place: Place): string {
    for (let attempt = 0; ; attempt += 1) {
      const text = write(schema, createHash('sha256').update(`${seed}\n${place.path}\n${attempt}`).digest());
      // Where few texts are possible they have to repeat.
      if (used.has(text) && attempt < 100) continue;
      used.add(text);
      return text;
    }
  }
}

/** The part of the options that falls to this item of a list; more of them where it must have more. */
function share(options: readonly unknown[], least: number, { index, siblings }: Place): unknown[] {
  const isOwn = (_: unknown, at: number) => at % siblings === index;
  const own = options.filter(isOwn);
  const others = options.filter((option, at) => !isOwn(option, at));
  return [...own, ...others].slice(0, Math.max(own.length, least));
}

/** Another one for each item of a list, and null only where the schema would never end. */
function chosen(choices: readonly JsonSchema[], place: Place): JsonSchema {
  const isEnd = (choice: JsonSchema) => choice.type === 'null';
  const wanted = choices.filter((choice) => isEnd(choice) === (recurs(place) && choices.some(isEnd)));
  const usable = wanted.length > 0 ? wanted : choices;
  return usable[place.index % usable.length] ?? {};
}

function recurs({ references }: Place): boolean {
  return references.length > new Set(references).size;
}

function inside(place: Place, name: string): Place {
  return { ...place, path: `${place.path}/${name}` };
}

function extraSchema({ additionalProperties }: JsonSchema): JsonSchema {
  return typeof additionalProperties === 'object' ? additionalProperties : {};
}

function getType(schema: JsonSchema): string {
  const { type } = schema;
  if (typeof type === 'string') return type;
  if (type) return type.find((name) => name !== 'null') ?? 'null';
  if (schema.properties || schema.additionalProperties) return 'object';
  return schema.items || schema.prefixItems ? 'array' : 'string';
}

/** `start` or the least allowed, and `step` further; a year where only years are allowed. */
function getNumber(schema: JsonSchema, start: number, step: number): number {
  const unit = schema.multipleOf ?? 1;
  const above = schema.exclusiveMinimum === undefined ? undefined : schema.exclusiveMinimum + unit;
  const below = schema.exclusiveMaximum === undefined ? undefined : schema.exclusiveMaximum - unit;
  const min = schema.minimum ?? above ?? Math.min(start, schema.maximum ?? below ?? start);
  const max = schema.maximum ?? below ?? Number.POSITIVE_INFINITY;
  if (getType(schema) === 'number' && max - min < 1) return (min + max) / 2;
  const first = Math.ceil((min >= 1000 && min <= 2010 && max >= 2030 ? 2010 : Math.min(Math.max(start, min), max)) / unit) * unit;
  const room = Math.floor((max - first) / unit) + 1;
  return first + (step % Math.max(room, 1)) * unit;
}
