import { z } from 'zod';
import { canonicalAddress, isAddress, maxAddressBytes } from './email-address.ts';
import { explain, type Texts } from './texts.ts';

/** Fields whose rules are the same in every contract. */

export const locales = ['en', 'ru'] as const;

export const locale = z.enum(locales).describe('Language of the texts');

export type Locale = z.infer<typeof locale>;

/** A string of a request: what is longer than `max` is looked at no further, whatever its other checks would cost. */
export const bounded = (max: number) => z.string().max(max, { abort: true });

/** A string of one form, and what to say of any other. It aborts, or a choice would tell of this one alone. */
export const matching = (form: RegExp, max: number, texts: Texts) =>
  bounded(max)
    .refine((value) => form.test(value), { abort: true, ...explain(texts) })
    .meta({ pattern: form.source });

// It aborts for the same reason.
export const id = bounded(36)
  .check(z.uuid({ abort: true }))
  // The database compares values, and code compares texts.
  .toLowerCase()
  .describe('UUIDv7 (RFC 9562), given by the server');

// PostgreSQL has no year 0.
const inTheCalendar = (value: string) => !value.startsWith('0000');

const noSuchYear = explain({ en: 'The year 0000 does not exist', ru: 'Года 0000 не существует' });

/** Of what may be changed by several at once: `If-Match` takes it in quotation marks. */
export const version = z.int().describe('Grows with every change; the `ETag` of the answer has it');

/** Of an answer or an event, ISO 8601 UTC with milliseconds; what answers may have a `Date` in its place, as a row has. */
export const timestamp = z
  .union([z.date(), z.iso.datetime()])
  .transform((moment) => (typeof moment === 'string' ? moment : moment.toISOString()))
  .pipe(z.iso.datetime());

/** ISO 8601 UTC, from a request. */
export const requestTimestamp = inFormat('datetime', 40)
  .check(z.iso.datetime())
  .refine(inTheCalendar, noSuchYear)
  .meta({ maxLength: 40 })
  .describe('Time in UTC (ISO 8601)');

export const date = inFormat('date', 10)
  .check(z.iso.date())
  .refine(inTheCalendar, noSuchYear)
  .meta({ maxLength: 10 })
  .describe('Day of the calendar (ISO 8601)');

/** What is longer than anything of the format is not of the format, and looked at no further. */
function inFormat(format: 'date' | 'datetime', max: number) {
  return z.string().check(({ value: input, issues }) => {
    if (input.length > max) issues.push({ code: 'invalid_format', origin: 'string', format, input, continue: false });
  });
}

// What no client means and PostgreSQL or XML refuses.
const control = /[\p{Cc}\p{Cs}]/u;

const controlExceptBreaks = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

const noControls = explain({ en: 'Control characters are not allowed', ru: 'Управляющие символы недопустимы' });

/** Address of a page or of a server. */
export const webAddress = (max: number) =>
  bounded(max)
    .check(z.url({ protocol: /^https?$/ }))
    .refine((value) => !control.test(value), noControls);

/** A whole number in a path or a query, in decimal digits. */
export const wholeNumber = (min: number, max: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value),
    z.int().min(min).max(max),
  );

/** `true` or `false` in a query. */
export const flag = bounded(8)
  .meta({ examples: ['true'] })
  .pipe(z.stringbool());

/** One line of what a person wrote: NFC, trimmed, no control characters. */
export const line = (min: number, max: number) => words(min, max, control);

/** Several lines of what a person wrote. */
export const text = (min: number, max: number) => words(min, max, controlExceptBreaks);

function words(min: number, max: number, forbidden: RegExp) {
  const allowed = (value: string) => !forbidden.test(value);
  return composed(max).trim().min(min).max(max).refine(allowed, noControls);
}

export const email = composed(maxAddressBytes)
  .trim()
  .toLowerCase()
  .overwrite(canonicalAddress)
  .max(maxAddressBytes)
  .refine(isAddress, explain({ en: 'An e-mail address is needed', ru: 'Нужен адрес электронной почты' }))
  .meta({ format: 'idn-email' })
  .describe('Address of RFC 5321 and RFC 6531; kept in lower case, its domain in ASCII');

/**
 * NFC costs the square of a run of combining marks, so bounds come first. Decomposed a text has at most four times the length
 * (UAX #15, section 3), and no language writes more than 30 marks in a row (its Stream-Safe Text Format).
 */
function composed(max: number) {
  return z
    .string()
    .check(({ value: input, issues }) => {
      if (input.length <= 4 * max) return;
      issues.push({ code: 'too_big', origin: 'string', maximum: max, inclusive: true, input, continue: false });
    })
    .refine((value) => !/(?<!\p{M})\p{M}{31}/u.test(value), {
      abort: true,
      ...explain({ en: 'More than 30 combining marks in a row', ru: 'Больше 30 надстрочных знаков подряд' }),
    })
    .normalize('NFC');
}

/** Name of a space: part of paths, object keys and cache keys. */
export const spaceId = matching(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 40, {
  en: 'Lower-case Latin letters, digits and hyphens within, at most 40 characters',
  ru: 'Строчные латинские буквы, цифры и дефисы внутри, не больше 40 символов',
}).meta({ description: 'Name of a space, as it stands in `/s/<space>/api/...`', examples: ['second-school'] });
