import { join } from 'node:path';
import { putBudget } from '@lyceum/contracts/models/budget';
import { createProvider } from '@lyceum/contracts/models/provider';
import { patchOperation } from '@lyceum/contracts/program-generation/finding';
import { block, sections } from '@lyceum/contracts/program-generation/program-document';
import { locales } from '@lyceum/contracts/shared/fields';
import { validationTexts } from '@lyceum/contracts/shared/validation-texts';
import { contractEndpoints, contractProblems } from '@lyceum/testing/contract-values';
import { z } from 'zod';
import { isTest, readRepository } from '../src/rules/repository.ts';

const endpoints = await contractEndpoints();
const { sources } = await readRepository(join(import.meta.dirname, '../..'));

/** Code whose texts reach people; those of steps and prompts are for models. */
const served = sources.filter(
  ({ file }) =>
    /^(gateway|packages\/(common|contracts|llm)|services\/[^/]+)\/src\//.test(file) &&
    !isTest(file) &&
    !/\/(steps|prompt)\//.test(file),
);

/** Names, formats and units that Russian texts keep in Latin letters. */
const names = new Set([
  'email',
  'UTC',
  'UUID',
  'ASCII',
  'xAPI',
  'IANA',
  'RUB',
  'PNG',
  'JPEG',
  'MP',
  'MOV',
  'WebM',
  'MKV',
  'H',
  'UTF',
  'ETag',
  'JSON',
  'base',
  'http',
  'https',
  'true',
  'false',
  'MD',
  'SHA',
  'Base',
  'tus',
  'Tus',
  'Resumable',
  'filename',
  'windows',
]);
/** Values and addresses of the API, as they are written there. */
const code =
  /(?:GET|POST|PUT|PATCH|DELETE) \/\S+|«[^»]*»|Нужно одно из значений: .*|Раздел либо .*|If-Match|ДДTчч:мм:ссZ|\$\{[^}]*(?:\}|$)/g;

function latinWords(text: string): string[] {
  return (text.replace(code, '').match(/[A-Za-z]+/g) ?? []).filter((word) => !names.has(word));
}

const long = 'x'.repeat(300_000);
const wrong = [
  undefined,
  null,
  true,
  -1,
  1.5,
  10 ** 9,
  '',
  'x',
  long,
  '\u0000',
  `a${'\u0301'.repeat(40)}`,
  '0000-01-01',
  [],
  {},
  { strange: 1 },
];
const parts = [...endpoints.values()]
  .flatMap(({ params, query, body }): z.ZodType[] => [params, query, body])
  .filter((part) => !(part instanceof z.ZodUndefined));

/** The value in the place of each of its fields at every depth, and of itself. */
function misfits(schema: z.ZodType, value: unknown): unknown[] {
  const { $defs = {}, ...root } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  type Node = z.core.JSONSchema.BaseSchema;
  const fill = (node: Node, depth: number): unknown => {
    const target = node.$ref && $defs[node.$ref.replace('#/$defs/', '')];
    if (target) return fill(target, depth);
    const option = (node.anyOf ?? node.oneOf)?.[0];
    if (option) return fill(option, depth);
    if (depth === 0) return value;
    if (node.const !== undefined) return node.const;
    if (node.type === 'object') {
      return Object.fromEntries(
        Object.entries(node.properties ?? {}).map(([name, field]) => [name, fill(field as Node, depth - 1)]),
      );
    }
    return node.type === 'array' ? [fill((node.items ?? {}) as Node, depth - 1)] : value; // our schemas have no tuples
  };
  return [0, 1, 2, 3, 4].map((depth) => fill(root, depth));
}

/** Texts of the checks of our own, wherever they are within a schema. */
function ownTexts(value: unknown, seen = new Set<unknown>()): z.output<typeof texts>[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  const own = 'params' in value ? texts.safeParse(value.params).data : undefined;
  const within = value instanceof RegExp || value instanceof Set || value instanceof Map ? [] : Object.values(value);
  const hidden = '_zod' in value ? [Object(value._zod).def] : [];
  return [...(own ? [own] : []), ...[...within, ...hidden].flatMap((inner) => ownTexts(inner, seen))];
}
const texts = z.object({ texts: z.object({ en: z.string(), ru: z.string() }) });

describe('Russian texts are whole Russian', () => {
  it('of every fault that a contract can find', () => {
    const found = new Set(ownTexts(parts.map((part) => part._zod.def)).map(({ texts: { ru } }) => ru));
    for (const part of parts) {
      for (const input of wrong.flatMap((value) => misfits(part, value))) {
        for (const { message } of part.safeParse(input, { error: validationTexts.ru }).error?.issues ?? []) found.add(message);
      }
    }
    expect(found.size).toBeGreaterThan(30);
    expect([...found].filter((message) => latinWords(message).length > 0 || !/[а-я]/i.test(message))).toEqual([]);
  });

  it('of every problem', async () => {
    const titles = (await contractProblems()).map(({ title }) => title.ru);
    expect(titles.filter((title) => latinWords(title).length > 0 || !/[а-я]/i.test(title))).toEqual([]);
  });

  it('of every text that stands beside its English', () => {
    const found = served.flatMap(({ text, file }) =>
      [...text.matchAll(/\bru: (['"`])(.*?)\1/gs)].map(([, , ru = '']) => ({ file, ru })),
    );
    // One word without a Russian letter is a name, such as that of a time zone.
    const sentences = found.filter(({ ru }) => /[а-я ]/i.test(ru));
    expect(sentences.length).toBeGreaterThan(100);
    expect(sentences.filter(({ ru }) => latinWords(ru).length > 0)).toEqual([]);
  });
});

it('says in each language what is wrong, and nothing that the other does not', () => {
  const part = z.strictObject({ a: z.string().min(2), b: z.int(), c: z.enum(['x', 'y']), d: z.iso.date() });
  const said = locales.map(
    (locale) => part.safeParse({ a: 'a', b: 1.5, c: 'c', d: 'd', e: 1 }, { error: validationTexts[locale] }).error,
  );
  expect(said.map((error) => error?.issues.map(({ message }) => message))).toEqual([
    [
      'At least 2 characters',
      'A whole number is needed',
      'One of these is needed: x, y',
      'A day such as 2026-01-31 is needed',
      'Unknown fields: “e”',
    ],
    [
      'Не короче 2 символов',
      'Нужно целое число',
      'Нужно одно из значений: x, y',
      'Нужна дата в формате ГГГГ-ММ-ДД',
      'Неизвестные поля: «e»',
    ],
  ]);
});

it.each([
  ['an operation', patchOperation, { op: 'test' }, 'replace, add, remove, move'],
  ['a provider', createProvider.body.shape.settings, { kind: 'x' }, 'gigachat, openai-compatible'],
  ['no kind', createProvider.body.shape.settings, {}, 'gigachat, openai-compatible'],
])('lists the kinds that %s may have', (_, schema: z.ZodType, value, kinds) => {
  const said = locales.map((locale) => schema.safeParse(value, { error: validationTexts[locale] }).error?.issues);
  expect(said.flatMap((issues) => issues?.map(({ message }) => message))).toEqual([
    `One of these is needed: ${kinds}`,
    `Нужно одно из значений: ${kinds}`,
  ]);
});

it.each([
  ['en', 'One of these is needed: all, user, staff, admin, or: An id (UUID) is needed'],
  ['ru', 'Нужно одно из значений: all, user, staff, admin; либо: Нужен идентификатор (UUID)'],
] as const)('lists in %s what may stand where there is a choice', (locale, message) => {
  const { subject } = putBudget.params.shape;
  expect(subject.safeParse('x', { error: validationTexts[locale] }).error?.issues).toMatchObject([{ message }]);
});

it('lists the sections that a block may be', () => {
  const [issue] = block.safeParse('x', { error: validationTexts.en }).error?.issues ?? [];
  expect(issue?.message).toBe(
    `One of these is needed: ${sections.join(', ')}, or: A section, or module, topic or question with a colon and its id`,
  );
});

it('has the quotation marks of the language in every English text', () => {
  const found = served.flatMap(({ text, file }) =>
    [...text.matchAll(/\ben: (?:\([^)]*\) => )?(['"`])(.*?)\1/gs)].map(([, , en = '']) => ({ file, en })),
  );
  expect(found.length).toBeGreaterThan(100);
  expect(found.filter(({ en }) => /[«»„]/.test(en))).toEqual([]);
  const englishFaults = parts.flatMap((part) =>
    wrong.flatMap((value) =>
      misfits(part, value).flatMap((input) => part.safeParse(input, { error: validationTexts.en }).error?.issues ?? []),
    ),
  );
  expect(englishFaults.filter(({ message }) => /[«»„]/.test(message))).toEqual([]);
});

it('explains no failure in one language alone', () => {
  const found = served.flatMap(({ file, text }) =>
    [...text.matchAll(/\bfail\([^;]*?\b(?:detail|message): ['"`][^;]*;/g)].map(([call]) => `${file}: ${call}`),
  );
  expect(found).toEqual([]);
});
