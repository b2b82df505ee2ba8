import fc from 'fast-check';
import { z } from 'zod';
import { anyCharacter } from './any-character.ts';

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
  fc.string({ unit: anyCharacter, maxLength: 30 }),
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
