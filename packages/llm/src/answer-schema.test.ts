import { z } from 'zod';
import { answerSchema, receivedSchema, toJsonSchema } from './answer-schema.ts';

const part = z.object({ hours: z.int().min(1).max(40), kind: z.literal('lecture') }).meta({ id: 'AnswerSchemaPart' });

it('keeps what every server knows and closes objects', () => {
  const { json, strict } = answerSchema(
    z.object({ parts: z.array(part).min(1).max(9), level: z.enum(['a', 'b']).describe('Уровень') }),
    {
      unions: true,
    },
  );
  expect(strict).toBe(true);
  expect(json).toEqual({
    type: 'object',
    properties: {
      parts: {
        type: 'array',
        minItems: 1,
        maxItems: 9,
        items: {
          type: 'object',
          properties: { hours: { type: 'integer', minimum: 1, maximum: 40 }, kind: { type: 'string', enum: ['lecture'] } },
          required: ['hours', 'kind'],
          additionalProperties: false,
        },
      },
      level: { type: 'string', enum: ['a', 'b'], description: 'Уровень' },
    },
    required: ['parts', 'level'],
    additionalProperties: false,
  });
});

it('leaves out what servers refuse', () => {
  const { json } = answerSchema(
    z.object({
      text: z.string().max(20_000),
      date: z.iso.date(),
      mail: z.email(),
      code: z.string().regex(/^[A-Z]{2}$/),
      part: z.string().regex(/abc/),
      ahead: z.string().regex(/^(?!x)y$/),
      count: z.int().default(3),
      either: z.discriminatedUnion('is', [z.object({ is: z.literal('a') }), z.object({ is: z.literal('b') })]),
      map: z.record(z.string(), z.number()),
    }),
    { unions: true },
  );
  expect(json['properties']).toMatchObject({
    text: { type: 'string' },
    date: { type: 'string', format: 'date' },
    either: { anyOf: [{ type: 'object' }, { type: 'object' }] },
    code: { pattern: '^[A-Z]{2}$' },
  });
  const written = JSON.stringify(json);
  for (const keyword of [
    'maxLength',
    'oneOf',
    'default',
    'propertyNames',
    '$schema',
    '9007199254740991',
    'email',
    'abc',
    '(?!',
  ]) {
    expect(written).not.toContain(keyword);
  }
  expect(written.match(/"pattern"/g)).toHaveLength(1);
});

it('is not strict when a property may be missing or a text has a length, which OpenAI would refuse', () => {
  const strict = (schema: z.ZodType) => answerSchema(schema, { unions: true }).strict;
  expect(strict(z.object({ a: z.string().nullable(), b: z.array(z.int()) }))).toBe(true);
  expect(strict(z.object({ a: z.object({ b: z.string().optional() }) }))).toBe(false);
  expect(strict(z.object({ a: z.string().max(10) }))).toBe(false);
});

it('has neither null nor references for functions of GigaChat', () => {
  const schema = z.object({ note: z.string().nullable(), due: z.iso.date().nullable(), part, parts: z.array(part).nullable() });
  const { json } = answerSchema(schema, { unions: false });
  expect(JSON.stringify(json)).not.toMatch(/null|anyOf|\$ref|\$defs/);
  expect(json['properties']).toMatchObject({
    note: { type: 'string' },
    due: { type: 'string', format: 'date' },
    parts: { type: 'array', items: { type: 'object' } },
  });
});

it('refuses a schema that is no object', () => {
  expect(() => answerSchema(z.array(z.string()), { unions: true })).toThrow('a model answers with an object');
});

describe('a schema that came as JSON Schema', () => {
  const asked = z.object({
    title: z.string().max(20).describe('Название'),
    hours: z.coerce.number().meta({ type: 'integer', minimum: 1, maximum: 8 }),
    level: z.enum(['a', 'b']),
    note: z.string().nullable(),
    due: z.iso.date().optional(),
    parts: z.array(part).min(1),
  });
  const received = receivedSchema(JSON.stringify(toJsonSchema(asked)));

  it.each([true, false])('is told to a model as it was (unions: %s)', (unions) => {
    expect(answerSchema(received, { unions })).toEqual(answerSchema(asked, { unions }));
  });

  it('takes what has the shape, whose bounds whoever asked checks', () => {
    const answer = { title: 'x'.repeat(100), hours: 99.5, level: 'a', note: null, parts: [], more: 1 };
    expect(received.parse(answer)).toEqual(answer);
    expect(received.safeParse({ ...answer, parts: {} }).success).toBe(false);
    expect(received.safeParse({ title: 'x' }).success).toBe(false);
  });

  const nested = (depth: number) => `{"type":"object","properties":{"a":${'{"items":'.repeat(depth)}{}${'}'.repeat(depth)}}}`;

  it.each([
    ['properties', '"abc"'],
    ['properties', 'null'],
    ['properties', '[1]'],
    ['properties', '{"a":5}'],
    ['properties', '{"a":{"type":"bogus"}}'],
    ['properties', '{"a":{"type":"string","pattern":5}}'],
    ['required', '5'],
    ['prefixItems', '5'],
    ['anyOf', '{}'],
    ['anyOf', 'null'],
  ])('is refused with %s %s, and fails in no other way', (key, text) => {
    expect(() => receivedSchema(`{"type":"object","${key}":${text}}`)).toThrow('request.invalid');
  });

  it('may be as deep as answers are, and no deeper', () => {
    expect(() => receivedSchema(nested(20))).not.toThrow();
    for (const depth of [60, 3000]) expect(() => receivedSchema(nested(depth))).toThrow('request.invalid');
  });

  it.each(['', '[]', '"object"', '{"type":"string"}', '{"type":'])('is refused as %j', (text) => {
    expect(() => receivedSchema(text)).toThrow('request.invalid');
  });
});
