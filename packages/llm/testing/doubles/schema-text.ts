import type { Locale } from '@lyceum/contracts/shared/fields';
import fc from 'fast-check';
import type { JsonSchema } from './json-schema.ts';
import { madeUpText } from './made-up-text.ts';

/** Texts that a schema of type string allows; other bytes (32 of them) give another text. */
export function createTextWriter(language: Locale) {
  // Reading a pattern takes milliseconds, and one answer may need it hundreds of times.
  const matching = new Map<string, fc.Arbitrary<string>>();

  return (schema: JsonSchema, bytes: Buffer): string => {
    const { format, pattern, minLength: min = 0, maxLength: max = 300 } = schema;
    const hex = bytes.toString('hex');
    const day = `2026-0${1 + ((bytes[0] ?? 0) % 9)}-${10 + ((bytes[1] ?? 0) % 18)}`;
    switch (format) {
      case 'date':
        return day;
      case 'date-time':
        return `${day}T09:00:00Z`;
      case 'uuid':
        return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
      case 'email':
        return `author-${hex.slice(0, 8)}@example.org`;
      case 'uri':
        return `https://example.org/${hex.slice(0, 12)}`;
      default:
        return pattern === undefined ? madeUpText(language, bytes, { min, max }) : matchingText(pattern, min, max, bytes);
    }
  };

  function matchingText(pattern: string, min: number, max: number, bytes: Buffer): string {
    const texts = matching.get(pattern) ?? fc.stringMatching(new RegExp(pattern, 'u'));
    matching.set(pattern, texts);
    // Few are enough, unless the lengths leave little of what the pattern allows.
    for (const numRuns of [5, 500]) {
      const samples = fc.sample(texts, { seed: bytes.readInt32BE(), numRuns });
      const fitting = samples.filter(({ length }) => length >= Math.max(min, 1) && length <= max);
      const text = fitting.find((sample) => /^[\p{L}\p{N}]/u.test(sample)) ?? fitting[0];
      if (text !== undefined) return text;
    }
    throw new Error(`no text of ${min} to ${max} characters was found for ${pattern}`);
  }
}
