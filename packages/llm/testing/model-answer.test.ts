import { programDocument } from '@lyceum/contracts/program-generation/program-document';
import { z } from 'zod';
import { plausibleAnswer } from './doubles/model-answer.ts';

const toSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' });

function getTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(getTexts) : [];
}

describe('a plausible answer', () => {
  it.each([
    [
      'texts of a length',
      z.object({ a: z.string().min(3).max(5), b: z.string().min(900).max(1200), c: z.string().min(70).max(70) }),
    ],
    ['patterns', z.object({ code: z.string().regex(/^\d{2}\.\d{3}$/), id: z.string().regex(/^[a-z0-9-]{1,40}$/) })],
    ['formats', z.object({ a: z.iso.date(), b: z.iso.datetime(), c: z.uuid(), d: z.email(), e: z.url() })],
    [
      'whole numbers',
      z.array(z.object({ a: z.int().min(7).max(8), b: z.int().max(-5), c: z.int().multipleOf(36).min(30) })).min(20),
    ],
    ['numbers between whole ones', z.object({ share: z.number().gt(0).lt(1), other: z.number().min(0.2).max(0.4) })],
    ['choices', z.array(z.object({ kind: z.enum(['a', 'b']), fixed: z.literal(7), flag: z.boolean() }))],
    ['null', z.object({ a: z.string().nullable(), b: z.null() })],
    [
      'variants',
      z.array(z.discriminatedUnion('type', [z.object({ type: z.literal('a'), x: z.int() }), z.object({ type: z.literal('b') })])),
    ],
    [
      'bounds of lists',
      z.object({ few: z.array(z.int()).max(2), many: z.array(z.string()).min(30), none: z.array(z.string()).max(0) }),
    ],
    ['tuples', z.tuple([z.string(), z.int(), z.object({ a: z.string() })])],
    ['names that are data', z.record(z.string().regex(/^[a-z]{3}$/), z.int().min(1))],
    ['names that are chosen', z.record(z.enum(['lectures', 'practice']), z.int())],
    [
      'parts with a name',
      z.object({ a: z.string().meta({ id: 'Name' }), b: z.array(z.object({ c: z.int() }).meta({ id: 'Part' })) }),
    ],
    ['intersections', z.intersection(z.object({ a: z.string() }), z.object({ b: z.int() }))],
    ['no object', z.array(z.string()).length(4)],
    ['a whole programme', programDocument],
  ])('keeps %s', (_, schema) => {
    const answer = plausibleAnswer(toSchema(schema), 'seed');
    expect(schema.safeParse(answer)).toEqual(expect.objectContaining({ success: true }));
  });

  it('ends where a schema contains itself', () => {
    interface Section {
      title: string;
      next: Section | null;
      parts: Section[];
    }
    const section: z.ZodType<Section> = z.object({
      title: z.string(),
      get next() {
        return section.nullable();
      },
      get parts() {
        return z.array(section);
      },
    });
    const answer = section.parse(plausibleAnswer(toSchema(section), 'seed'));
    expect(answer.next?.title).toEqual(expect.any(String));
    expect(answer.parts).toHaveLength(3);
  });

  it('is the same for the same seed, and has other texts in the same shape for another', () => {
    const schema = toSchema(programDocument);
    const [first, again, other] = ['one', 'one', 'two'].map((seed) => programDocument.parse(plausibleAnswer(schema, seed)));
    expect(again).toEqual(first);
    expect(other?.questions.map(({ text }) => text)).not.toEqual(first?.questions.map(({ text }) => text));
    expect(other?.questions.map(({ options, type }) => [type, options.length])).toEqual(
      first?.questions.map(({ options, type }) => [type, options.length]),
    );
  });

  it('says nothing twice, neither in one answer nor in a thousand', () => {
    const schema = toSchema(
      z.object({ questions: z.array(z.string().min(1).max(2000)).length(5), titles: z.array(z.string()).length(5) }),
    );
    const texts = Array.from({ length: 1000 }, (_, seed) => getTexts(plausibleAnswer(schema, `${seed}`))).flat();
    expect(new Set(texts).size).toBe(10_000);
    expect(texts.filter((text) => !/^[А-Яа-яЁё ,.]+$/.test(text)).slice(0, 3)).toEqual([]);
  });

  it('names all choices of a list, and takes another for every item', () => {
    const schema = toSchema(
      z.object({
        outcomes: z.array(z.enum(['r1', 'r2', 'r3', 'r4', 'r5'])),
        numbers: z.array(z.int().min(1).max(4)).max(4),
        items: z.array(z.object({ kind: z.enum(['a', 'b', 'c']), number: z.int().min(1).max(3) })),
      }),
    );
    expect(plausibleAnswer(schema, 'seed')).toEqual({
      outcomes: ['r1', 'r2', 'r3', 'r4', 'r5'],
      numbers: [1, 2, 3, 4],
      items: [
        { kind: 'a', number: 1 },
        { kind: 'b', number: 2 },
        { kind: 'c', number: 3 },
      ],
    });
  });

  it('shares choices and numbers among items, so that together they cover all', () => {
    const numbers = (last: number, least = 0) => z.array(z.int().min(1).max(last)).min(least).max(last);
    const item = z.object({ topics: numbers(5), outcomes: numbers(2, 1), codes: z.array(z.enum(['x', 'y'])) });
    expect(plausibleAnswer(toSchema(z.array(item)), 'seed')).toEqual([
      { topics: [1, 4], outcomes: [1], codes: ['x'] },
      { topics: [2, 5], outcomes: [2], codes: ['y'] },
      { topics: [3], outcomes: [1], codes: [] },
    ]);
  });

  it('counts a list of indexes from 0, amounts from 1, and years from 2010', () => {
    const schema = toSchema(
      z.object({ key: z.array(z.int().min(0).max(9)).max(4), hours: z.int().min(0).max(500), year: z.int().min(1500).max(2200) }),
    );
    expect(plausibleAnswer(schema, 'seed')).toEqual({ key: [0, 1, 2], hours: 1, year: 2010 });
  });

  it('is in English where that is wanted', () => {
    const schema = toSchema(
      z.object({ titles: z.array(z.string()), texts: z.array(z.string().max(2000)), codes: z.array(z.string().max(9)) }),
    );
    const texts = getTexts(plausibleAnswer(schema, 'seed', 'en'));
    expect(texts.filter((text) => !/^[A-Z][a-zA-Z ,.\d-]+$/.test(text))).toEqual([]);
    expect(new Set(texts).size).toBe(9);
  });

  it.each([
    ['is none', { type: 5 }],
    ['refers to nothing', { $ref: '#/$defs/absent' }],
    ['has a pattern that its length rules out', { type: 'string', pattern: '^a{9}$', maxLength: 3 }],
  ])('refuses a schema that %s', (_, schema) => {
    expect(() => plausibleAnswer(schema, 'seed')).toThrow();
  });
});
