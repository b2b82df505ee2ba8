import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';

/** What a question lost on its way between a file and a bank. */
export interface ExchangeFinding {
  /** A line of a text, or number and name of a question. */
  readonly place: string;
  /** Whether the question is left out, or only a part of it. */
  readonly severity: 'lost' | 'changed';
  readonly message: Texts;
}

/** How many are kept of one exchange. */
export const maxFindings = 1_000;

/** Where a question is found by its number, from 1, and its name. */
export function toPlace(number: number, name: string): string {
  const short = name.slice(0, 100).replace(/\s+/g, ' ').trim();
  return short === '' ? `${number}` : `${number}. ${short}`;
}

/** Findings in the language of a reader. */
export function presentFindings(findings: readonly ExchangeFinding[], locale: Locale) {
  return findings.map((finding) => ({ ...finding, message: finding.message[locale] }));
}
