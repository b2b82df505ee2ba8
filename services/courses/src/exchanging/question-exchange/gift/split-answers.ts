import { maxAnswers } from '../read-question.ts';
import { findSign, scanSigns } from './gift-text.ts';

/** One answer between the braces, its parts still with their escapes. */
export interface GiftAnswer {
  readonly mark: '=' | '~';
  readonly weight: number | undefined;
  readonly text: string;
  readonly feedback: string;
}

/** What stands between the braces: answers, and what comes before the first of them. */
interface SplitAnswers {
  readonly before: string;
  readonly answers: readonly GiftAnswer[];
}

/** Answers by their marks; formulas may have theirs within braces. Ends after more answers than a question may have. */
export function splitAnswers(raw: string): SplitAnswers {
  const marks: { mark: '=' | '~'; at: number }[] = [];
  let depth = 0;
  for (const { sign, at } of scanSigns(raw, /\\.|[{}=~]/gs)) {
    if (sign === '{') depth += 1;
    else if (sign === '}') depth -= 1;
    else if (depth === 0) marks.push({ mark: sign === '=' ? '=' : '~', at });
    if (marks.length > maxAnswers) break;
  }
  const answers = marks.map(({ mark, at }, index) => readAnswer(mark, raw.slice(at + 1, marks[index + 1]?.at)));
  return { before: raw.slice(0, marks[0]?.at).trim(), answers };
}

const weight = /^\s*%([-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[-+]?\d{1,3})?)%/i;

function readAnswer(mark: '=' | '~', raw: string): GiftAnswer {
  const found = weight.exec(raw);
  const rest = raw.slice(found?.[0].length ?? 0);
  const { text, feedback } = divideFeedback(rest);
  return { mark, weight: found?.[1] === undefined ? undefined : Number(found[1].replace(',', '.')), text, feedback };
}

/** An answer and what is said about it, which a `#` divides. */
export function divideFeedback(raw: string): { text: string; feedback: string } {
  const at = findSign(raw, '#');
  return at < 0 ? { text: raw, feedback: '' } : { text: raw.slice(0, at), feedback: raw.slice(at + 1) };
}
