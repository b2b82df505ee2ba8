import type { Locale } from '@lyceum/contracts/shared/fields';

/** What a certificate says. Texts of more than 300 characters are cut there. */
export interface Certificate {
  readonly locale: Locale;
  /** The first is the largest: «Сертификат», then what it is about. */
  readonly titleLines: readonly string[];
  readonly schoolName: string;
  readonly learnerName: string;
  readonly courseTitle: string;
  /** Academic hours. */
  readonly hours: number | null;
  /** Per cent. */
  readonly score: number | null;
  /** `YYYY-MM-DD`. */
  readonly issuedOn: string;
  readonly number: string;
  /** From 1; only a later one is printed. */
  readonly revision: number;
  readonly signer: { readonly name: string; readonly position: string };
  /** Where anybody checks the certificate; at most 300 characters. */
  readonly verifyUrl: string;
  /** `#rrggbb`. */
  readonly accentColor: string;
}
