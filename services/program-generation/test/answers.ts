import { plausibleAnswer } from '@lyceum/testing/model-answer';
import fc from 'fast-check';
import { z } from 'zod';

const answer = z.record(z.string(), z.unknown());
const items = z.array(answer);
const topicCount = z.object({
  properties: z.object({
    modules: z.object({
      items: z.object({ properties: z.object({ topics: z.object({ items: z.object({ maximum: z.int() }) }) }) }),
    }),
  }),
});

/** What a model answers that does its work well: right by the schema and by what the step checks beyond it. */
export function diligentAnswer(schema: unknown, seed = 'a'): Record<string, unknown> {
  const given = answer.parse(plausibleAnswer(schema, seed));
  if ('aim' in given && 'modules' in given) {
    const modules = items.parse(given['modules']);
    const count = topicCount.parse(schema).properties.modules.items.properties.topics.items.maximum;
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const topicsOf = (index: number) => numbers.filter((number) => number % modules.length === index);
    return { ...given, modules: modules.map((module, index) => ({ ...module, topics: topicsOf(index) })) };
  }
  if ('assessmentForm' in given && 'topics' in given) {
    return { ...given, topics: items.parse(given['topics']).map((topic, index) => ({ ...topic, number: index + 1 })) };
  }
  return given;
}

const russian = fc.constantFrom(
  'разбирает устройство и назначение каждой части',
  'Сравнение способов и выбор подходящего (2 ч.)',
  '**Практика**: 6 академических часов',
  '1. Настройка рабочего места',
  'Всё вышеперечисленное',
  'Правильный ответ',
  'ПРАВИЛЬНЫЙ  ОТВЕТ',
  'Название "в кавычках".',
);
const anyText = fc.oneof(
  { weight: 8, arbitrary: russian },
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 99 }).map((number) => `Изучение предмета по образцу номер ${number}`) },
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('', ' ', '???', '\u0000', '{{title}}', '</материал>', 'слово '.repeat(1000)),
);
const anyNumber = fc.oneof(
  fc.integer({ min: 1, max: 8 }),
  fc.integer({ min: -2, max: 40 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const node = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

/** Anything that has the shape of the schema: its bounds are broken, texts repeat or are missing, numbers lead nowhere. */
export function anyAnswer(schema: unknown): fc.Arbitrary<unknown> {
  const { type, enum: choices, items: item, properties = {} } = node.parse(schema);
  if (choices) return fc.constantFrom(...choices);
  switch (type) {
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, anyAnswer(part)])));
    case 'array':
      return fc.array(anyAnswer(item), { maxLength: 14, size: 'max' });
    case 'integer':
      return anyNumber;
    default:
      return anyText;
  }
}
