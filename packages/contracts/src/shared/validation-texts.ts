import { z } from 'zod';
import type { Locale } from './fields.ts';

interface Wording {
  readonly missing: { readonly field: string; readonly parameter: string };
  readonly repeated: string;
  /** What is needed, by the type or the format that a value has not. */
  readonly needed: Readonly<Record<string, string>>;
  /** Of a day or a time that is written as it should be. */
  readonly notInCalendar: string;
  readonly oneOf: (values: string) => string;
  readonly alternatives: (texts: readonly string[]) => string;
  readonly unknown: { readonly field: (names: string) => string; readonly parameter: (names: string) => string };
  readonly quoted: (name: string) => string;
  readonly empty: string;
  readonly length: { readonly max: (count: number) => string; readonly min: (count: number) => string };
  readonly items: { readonly max: (count: number) => string; readonly min: (count: number) => string };
  readonly number: { readonly max: (count: number) => string; readonly min: (count: number) => string };
  readonly other: string;
}

const wordings: Readonly<Record<Locale, Wording>> = {
  en: {
    missing: { field: 'This is required', parameter: 'This is required' },
    repeated: 'This was given more than once',
    needed: {
      string: 'A text is needed',
      number: 'A number is needed',
      int: 'A whole number is needed',
      boolean: 'true or false is needed',
      array: 'A list is needed',
      object: 'An object is needed',
      uuid: 'An id (UUID) is needed',
      date: 'A day such as 2026-01-31 is needed',
      datetime: 'A time in UTC such as 2026-01-31T09:00:00Z is needed',
      url: 'An address that begins with http:// or https:// is needed',
      base64: 'Data in base64 is needed',
    },
    notInCalendar: 'There is no such date or time',
    oneOf: (values) => `One of these is needed: ${values}`,
    alternatives: (texts) => texts.join(', or: '),
    unknown: { field: (names) => `Unknown fields: ${names}`, parameter: (names) => `Unknown parameters: ${names}` },
    quoted: (name) => `“${name}”`,
    empty: 'This must not be empty',
    length: { max: (count) => `At most ${count} characters`, min: (count) => `At least ${count} characters` },
    items: { max: (count) => `At most ${count} items`, min: (count) => `At least ${count} items` },
    number: { max: (count) => `At most ${count}`, min: (count) => `At least ${count}` },
    other: 'This value is not valid',
  },
  ru: {
    missing: { field: 'Обязательное поле', parameter: 'Обязательный параметр' },
    repeated: 'Параметр указан больше одного раза',
    needed: {
      string: 'Нужна строка',
      number: 'Нужно число',
      int: 'Нужно целое число',
      boolean: 'Нужно значение true или false',
      array: 'Нужен список',
      object: 'Нужен объект',
      uuid: 'Нужен идентификатор (UUID)',
      date: 'Нужна дата в формате ГГГГ-ММ-ДД',
      datetime: 'Нужны дата и время UTC в формате ГГГГ-ММ-ДДTчч:мм:ссZ',
      url: 'Нужен адрес, который начинается с http:// или https://',
      base64: 'Нужны данные в кодировке base64',
    },
    notInCalendar: 'Такой даты или такого времени не существует',
    oneOf: (values) => `Нужно одно из значений: ${values}`,
    alternatives: (texts) => texts.join('; либо: '),
    unknown: { field: (names) => `Неизвестные поля: ${names}`, parameter: (names) => `Неизвестные параметры: ${names}` },
    quoted: (name) => `«${name}»`,
    empty: 'Поле не может быть пустым',
    length: {
      max: (count) => `Не длиннее ${count} ${ofRussian(count, 'символа', 'символов')}`,
      min: (count) => `Не короче ${count} ${ofRussian(count, 'символа', 'символов')}`,
    },
    items: {
      max: (count) => `Не больше ${count} ${ofRussian(count, 'элемента', 'элементов')}`,
      min: (count) => `Не меньше ${count} ${ofRussian(count, 'элемента', 'элементов')}`,
    },
    number: { max: (count) => `Не больше ${count}`, min: (count) => `Не меньше ${count}` },
    other: 'Недопустимое значение',
  },
};

/** What to say about a fault of a value: `schema.safeParse(value, { error: validationTexts.ru })`. */
export const validationTexts: Readonly<Record<Locale, z.core.$ZodErrorMap>> = {
  en: (issue) => describe(issue, 'en', 'field'),
  ru: (issue) => describe(issue, 'ru', 'field'),
};

/** The same of a query or a form, where a name can stand more than once and is a list then. */
export const parameterTexts: Readonly<Record<Locale, z.core.$ZodErrorMap>> = {
  en: (issue) => describe(issue, 'en', 'parameter'),
  ru: (issue) => describe(issue, 'ru', 'parameter'),
};

function describe(issue: z.core.$ZodRawIssue, locale: Locale, member: 'field' | 'parameter'): string {
  const wording = wordings[locale];
  if (member === 'parameter' && Array.isArray(issue.input)) return wording.repeated;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? wording.missing[member] : (wording.needed[issue.expected] ?? wording.other);
    case 'invalid_format':
      return isWellWritten(issue) ? wording.notInCalendar : (wording.needed[issue.format] ?? wording.other);
    case 'invalid_value':
      return wording.oneOf(issue.values.map(String).join(', '));
    case 'invalid_union':
      return describeUnion(issue, wording);
    case 'unrecognized_keys':
      return wording.unknown[member](quote(issue.keys, wording));
    case 'too_big':
      return wording[getMeasure(issue.origin)].max(Number(issue.maximum));
    case 'too_small': {
      const measure = getMeasure(issue.origin);
      return issue.minimum === 1 && measure !== 'number' ? wording.empty : wording[measure].min(Number(issue.minimum));
    }
    case 'custom':
      return ownTexts.parse(issue.params?.['texts'])?.[locale] ?? wording.other;
    default:
      return wording.other;
  }
}

/** Of `explain`. */
const ownTexts = z.object({ en: z.string(), ru: z.string() }).optional();

function getMeasure(origin: string): 'length' | 'items' | 'number' {
  if (origin === 'string') return 'length';
  return origin === 'array' ? 'items' : 'number';
}

const writtenForms: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  datetime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z$/,
};

function isWellWritten({ format, input }: Pick<z.core.$ZodRawIssue<z.core.$ZodIssueInvalidStringFormat>, 'format' | 'input'>) {
  return typeof input === 'string' && Boolean(writtenForms[format]?.test(input));
}

/** The values of all its options come first, whatever else may stand there after them. */
function describeUnion(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>, wording: Wording): string {
  const faults = issue.errors.flat();
  const options = issue.inclusive === false ? [] : (issue.options ?? []);
  const values = [...options, ...faults.flatMap((fault) => (fault.code === 'invalid_value' ? fault.values : []))];
  const others = faults.filter(({ code }) => code !== 'invalid_value').map(({ message }) => message);
  const texts = [...(values.length > 0 ? [wording.oneOf(values.map(String).join(', '))] : []), ...new Set(others)];
  return texts.length > 0 ? wording.alternatives(texts) : wording.other;
}

/** What a stranger wrote, so neither all of it nor at full length. */
function quote(names: readonly string[], { quoted }: Wording): string {
  const shown = names.slice(0, 5).map((name) => quoted(name.slice(0, 50)));
  return names.length > shown.length ? `${shown.join(', ')}…` : shown.join(', ');
}

/** Genitive: 21 символа, 11 символов. */
function ofRussian(count: number, one: string, many: string): string {
  return count % 10 === 1 && count % 100 !== 11 ? one : many;
}
