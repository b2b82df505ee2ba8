import { z } from 'zod';
import type { Locale } from './fields.ts';

interface Wording {
  readonly missing: string;
  /** What is needed, by the type or the format that a value has not. */
  readonly needed: Readonly<Record<string, string>>;
  readonly oneOf: (values: string) => string;
  readonly unknownFields: (names: string) => string;
  readonly empty: string;
  readonly length: { readonly max: (count: number) => string; readonly min: (count: number) => string };
  readonly items: { readonly max: (count: number) => string; readonly min: (count: number) => string };
  readonly number: { readonly max: (count: number) => string; readonly min: (count: number) => string };
  readonly other: string;
}

const wordings: Readonly<Record<Locale, Wording>> = {
  en: {
    missing: 'This is required',
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
    oneOf: (values) => `One of these is needed: ${values}`,
    unknownFields: (names) => `Unknown fields: ${names}`,
    empty: 'This must not be empty',
    length: { max: (count) => `At most ${count} characters`, min: (count) => `At least ${count} characters` },
    items: { max: (count) => `At most ${count} items`, min: (count) => `At least ${count} items` },
    number: { max: (count) => `At most ${count}`, min: (count) => `At least ${count}` },
    other: 'This value is not valid',
  },
  ru: {
    missing: 'Обязательное поле',
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
    oneOf: (values) => `Нужно одно из значений: ${values}`,
    unknownFields: (names) => `Неизвестные поля: ${names}`,
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

/** What to say about a fault of a request: `schema.safeParse(value, { error: validationTexts.ru })`. */
export const validationTexts: Readonly<Record<Locale, z.core.$ZodErrorMap>> = {
  en: (issue) => describe(issue, 'en'),
  ru: (issue) => describe(issue, 'ru'),
};

function describe(issue: z.core.$ZodRawIssue, locale: Locale): string {
  const wording = wordings[locale];
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? wording.missing : (wording.needed[issue.expected] ?? wording.other);
    case 'invalid_format':
      return wording.needed[issue.format] ?? wording.other;
    case 'invalid_value':
      return wording.oneOf(issue.values.map(String).join(', '));
    case 'unrecognized_keys':
      return wording.unknownFields(quote(issue.keys));
    case 'too_big':
      return wording[measureOf(issue.origin)].max(Number(issue.maximum));
    case 'too_small': {
      const measure = measureOf(issue.origin);
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

function measureOf(origin: string): 'length' | 'items' | 'number' {
  if (origin === 'string') return 'length';
  return origin === 'array' ? 'items' : 'number';
}

/** What a stranger wrote, so neither all of it nor at full length. */
function quote(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `«${name.slice(0, 50)}»`);
  return names.length > shown.length ? `${shown.join(', ')}…` : shown.join(', ');
}

/** Genitive: 21 символа, 11 символов. */
function ofRussian(count: number, one: string, many: string): string {
  return count % 10 === 1 && count % 100 !== 11 ? one : many;
}
