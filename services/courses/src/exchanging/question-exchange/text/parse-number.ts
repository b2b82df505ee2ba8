import type { Lost } from '../read-question.ts';

const decimal = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d{1,3})?$/i;

/** A number as teachers write it: with a point or a comma, and any minus. */
export function parseNumber(text: string): number | undefined {
  if (text.length > 400) return undefined;
  const plain = text.trim().replace(',', '.').replace(/^[−–]/, '-');
  if (!decimal.test(plain)) return undefined;
  const number = Number(plain);
  return Number.isFinite(number) ? number : undefined;
}

/** What is said of an answer that should be a number. */
export const loseNumber = (text: string): Lost => ({
  lost: {
    en: `“${text.slice(0, 50)}” is not a number.`,
    ru: `«${text.slice(0, 50)}» — не число.`,
  },
});
