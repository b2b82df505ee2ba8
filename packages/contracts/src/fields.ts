import { z } from 'zod';

/** Fields whose rules are the same in every contract. */

export const locales = ['en', 'ru'] as const;
export const locale = z.enum(locales);
export type Locale = z.infer<typeof locale>;

/** UUIDv7 (RFC 9562), made by the server. */
export const id = z.uuid();

/** ISO 8601 UTC with milliseconds. */
export const timestamp = z.iso.datetime();

// What no client means and PostgreSQL or XML refuses.
const control = /[\p{Cc}\p{Cs}]/u;
const controlExceptBreaks = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

/** One line of what a person wrote: NFC, trimmed, no control characters. */
export const line = (min: number, max: number) => words(min, max, control);

/** Several lines of what a person wrote. */
export const text = (min: number, max: number) => words(min, max, controlExceptBreaks);

function words(min: number, max: number, forbidden: RegExp) {
  const allowed = (value: string) => !forbidden.test(value);
  return z.string().normalize('NFC').trim().min(min).max(max).refine(allowed, 'must not contain control characters');
}

/** An address as RFC 5321 allows it in practice, lower case. */
export const email = z.email().max(254).toLowerCase();

/** Name of a space: part of paths, object keys and cache keys. */
export const spaceId = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/);
