import { z } from 'zod';

type Node = z.core.JSONSchema.BaseSchema;

/** Texts of about `size` characters, by what they try. */
export const hostileTexts: Readonly<Record<string, (size: number) => string>> = {
  'combining marks out of order': (size) => `a${'\u0315\u0300'.repeat(size / 2)}`,
  'marks in runs of 30': (size) => `a${'\u0315\u0300'.repeat(15)}`.repeat(size / 31),
  'decomposed letters': (size) => '\u0438\u0306'.repeat(size / 2),
  spaces: (size) => `a${' '.repeat(size)}a`,
  'unseen characters': (size) => '\u200d\ufe0f'.repeat(size / 2),
  digits: (size) => '9'.repeat(size),
  'one letter': (size) => 'a'.repeat(size),
  hyphens: (size) => `a${'-'.repeat(size)}`,
  dots: (size) => `${'a.'.repeat(size / 2)}@`,
  'at signs': (size) => `${'a@'.repeat(size / 2)}.`,
  'a domain of many labels': (size) => `a@${'ж.'.repeat(size / 2)}рф`,
  'an address of many parts': (size) => `http://${'a:@/?#'.repeat(size / 6)}`,
  percents: (size) => `http://a/${'%41'.repeat(size / 3)}`,
  'a fraction of a second': (size) => `2026-01-01T00:00:00.${'0'.repeat(size)}`,
  base64: (size) => `${'QUFB'.repeat(size / 4)}=A`,
  brackets: (size) => '['.repeat(size),
  slashes: (size) => '/~1'.repeat(size / 3),
  'half characters': (size) => '\ud800'.repeat(size),
};

/** A value that gets past the checks of objects and has the text in every place where the schema takes one. */
export function withText(schema: z.ZodType, text: string, option: 'first' | 'last'): unknown {
  const { $defs = {}, ...root } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const fill = (node: Node): unknown => {
    const target = node.$ref && $defs[node.$ref.replace('#/$defs/', '')];
    if (target) return fill(target);
    if (node.const !== undefined) return node.const;
    const options = node.anyOf ?? node.oneOf;
    if (options) return fill(options[option === 'first' ? 0 : options.length - 1] ?? {});
    switch (node.type) {
      case 'array':
        return [fill((node.items ?? {}) as Node)]; // our schemas have neither tuples nor booleans there
      case 'object':
        return Object.fromEntries(Object.entries(node.properties ?? {}).map(([name, field]) => [name, fill(field as Node)]));
      case 'integer':
        return node.minimum ?? 0;
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return text;
    }
  };
  return fill(root);
}

/** Values of about `size` parts in the place of every field, and of the whole. */
export const hostileShapes: Readonly<Record<string, (size: number) => unknown>> = {
  'nested arrays': (size) => JSON.parse(`${'['.repeat(size)}${']'.repeat(size)}`),
  'nested objects': (size) => JSON.parse(`${'{"a":'.repeat(size)}1${'}'.repeat(size)}`),
  'a long array': (size) => Array.from({ length: size }, () => ({})),
  'an array of texts': (size) => Array.from({ length: size }, (_, index) => `a${index}`),
  'many members': (size) => Object.fromEntries(Array.from({ length: size }, (_, index) => [`a${index}`, index])),
};

export function withShape(schema: z.ZodType, shape: unknown): unknown[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const fields = Object.keys(properties).map((name) => [name, shape]);
  return [shape, Object.fromEntries(fields)];
}
