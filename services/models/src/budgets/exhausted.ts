import { type DomainError, fail } from '@lyceum/common/errors';
import { modelBudgetExhausted } from '@lyceum/contracts/models/budget';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Payer } from './find-limits.ts';

interface Shortage {
  payer: Payer;
  kind: 'tokens' | 'micros';
  limit: number;
  left: number;
  needed: number;
  /** Of the price; null only where there is none. */
  currency: string | null;
  now: Date;
}

const dayMs = 24 * 3_600_000;

const names = {
  en: {
    user: { tokens: 'Your tokens for a day', micros: 'Your money for a day' },
    space: { tokens: 'Tokens of the space for a day', micros: 'Money of the space for a day' },
    left: 'left',
    needed: 'this request may need',
  },
  ru: {
    user: { tokens: 'Ваш дневной лимит токенов', micros: 'Ваш дневной лимит расходов' },
    space: { tokens: 'Дневной лимит токенов пространства', micros: 'Дневной лимит расходов пространства' },
    left: 'осталось',
    needed: 'запросу может понадобиться',
  },
} as const;

/** Without a locale nobody knows in which language to explain it: the title of the problem has to do. */
export function exhausted(shortage: Shortage, locale: Locale | undefined): DomainError {
  const retryAfter = Math.ceil((dayMs - (shortage.now.getTime() % dayMs)) / 1000);
  return fail(modelBudgetExhausted, { retryAfter, ...(locale && { detail: explain(shortage, locale) }) });
}

function explain({ payer, kind, limit, left, needed, currency }: Shortage, locale: Locale): string {
  const words = names[locale];
  const money = { style: 'currency', currency: currency ?? 'XXX', maximumFractionDigits: 6 } as const;
  const format = (value: number) =>
    kind === 'tokens' ? value.toLocaleString(locale) : (value / 1_000_000).toLocaleString(locale, money);
  return `${words[payer][kind]}: ${format(limit)}, ${words.left}: ${format(left)}, ${words.needed}: ${format(needed)}.`;
}
