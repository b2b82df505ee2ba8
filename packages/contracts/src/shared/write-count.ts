import type { Locale } from './fields.ts';

/** Words beside a number by the plural rules of their language; a form that is left out is `other`, which fractions have, too. */
export interface CountForms extends Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> {
  readonly one: string;
  readonly other: string;
}

/** “1 new reply” or «5 новых ответов». */
export function writeCount(count: number, locale: Locale, forms: CountForms): string {
  const form = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
  return `${new Intl.NumberFormat(locale).format(count)} ${form}`;
}
