import type { Texts } from '@lyceum/contracts/shared/texts';
import type { AnsweringDraft, Lost } from '../read-question.ts';
import { parseNumber } from '../text/parse-number.ts';
import { type GiftFormat, toMarkdown, toPlain } from './gift-text.ts';
import { divideFeedback, splitAnswers } from './split-answers.ts';

const wrongIsLeftOut: Texts = {
  en: 'The feedback for every other number is left out.',
  ru: 'Комментарий для всех остальных чисел не перенесён.',
};

const noNumber = (text: string): Lost => ({
  lost: {
    en: `“${text.slice(0, 50)}” is not a number. A number is written as 3.14:0.01 or 1..5.`,
    ru: `«${text.slice(0, 50)}» — не число. Число записывается как 3.14:0.01 или 1..5.`,
  },
});

/** Numbers after `#` between the braces: one, or several with weights. */
export function readNumbers(raw: string, format: GiftFormat, changes: Set<Texts>): AnsweringDraft | Lost {
  const { before, answers } = splitAnswers(raw);
  const single = divideFeedback(raw);
  const written = before === '' ? answers : [{ mark: '=', weight: undefined, ...single } as const];
  const accepted = [];
  for (const { mark, weight, text, feedback } of written) {
    const plain = toPlain(text);
    // What every other answer is told.
    if (mark === '~' && (plain === '' || plain === '*')) {
      changes.add(wrongIsLeftOut);
      continue;
    }
    const range = parseRange(plain);
    if (!range) return noNumber(plain);
    accepted.push({ ...range, percent: weight ?? (mark === '=' ? 100 : 0), feedback: toMarkdown(feedback, format) });
  }
  return accepted.length === 0 ? noNumber(raw.trim()) : { type: 'number', accepted };
}

/** `3.14`, `3.14:0.01` or `1..5`. */
function parseRange(text: string): { value: number; tolerance: number } | undefined {
  const [from, to, ...more] = text.split('..', 3).map(parseNumber);
  if (from !== undefined && to !== undefined && more.length === 0) {
    return { value: round((from + to) / 2), tolerance: round(Math.abs(to - from) / 2) };
  }
  const [value, tolerance = '0'] = text.split(':', 2);
  const parsed = { value: parseNumber(value ?? ''), tolerance: parseNumber(tolerance) };
  if (parsed.value === undefined || parsed.tolerance === undefined) return undefined;
  return { value: parsed.value, tolerance: Math.abs(parsed.tolerance) };
}

/** 0.1 and 0.2 have 0.15 between them, not 0.15000000000000002. */
function round(number: number): number {
  return Number(number.toPrecision(12));
}
