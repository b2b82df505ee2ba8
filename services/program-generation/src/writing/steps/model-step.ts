import type { PromptName } from '@lyceum/contracts/program-generation/prompt';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';
import { tidyLine, tidyPhrase } from '../../text/tidy-text.ts';
import { isWrittenIn } from '../../text/written-in.ts';

/** An answer as the document can use it. */
export interface ReviewedAnswer<Result> {
  /** What was wrong with the answer, told to the model; the result has it mended. */
  readonly findings: readonly string[];
  /** Null when there is nothing that could be mended. */
  readonly result: Result | null;
}

/** One question to a model, small enough for weak ones. */
export interface ModelStep<Answer extends z.ZodType = z.ZodType, Result extends z.ZodType = z.ZodType> {
  readonly prompt: PromptName;
  readonly language: Locale;
  readonly variables: Readonly<Record<string, string>>;
  /** Flat objects whose fields say what they are for. Bounds are told to the model, and `read` is lenient about them. */
  readonly answer: Answer;
  /** Of what is kept: results of earlier versions of the platform that do not fit any more are asked for again. */
  readonly result: Result;
  readonly maxOutputTokens: number;
  read(answer: z.output<Answer>): ReviewedAnswer<z.output<Result>>;
}

/** Keeps the types of answer and result together. */
export function defineStep<Answer extends z.ZodType, Result extends z.ZodType>(
  step: ModelStep<Answer, Result>,
): ModelStep<Answer, Result> {
  return step;
}

/** Fields of answers. Bounds are in the JSON schema alone: an answer that exceeds them is cut, not asked for again. */
export function answerFields(language: Locale) {
  const named = (ru: string, en: string) => ({ ru, en })[language];
  return {
    text: (ru: string, en: string) => z.string().meta({ description: named(ru, en) }),
    texts: (ru: string, en: string, max: number, min = 0) =>
      z.array(z.string()).meta({ description: named(ru, en), minItems: min, maxItems: max }),
    number: (ru: string, en: string, from: number, to: number) =>
      z.coerce.number().meta({ type: 'integer', description: named(ru, en), minimum: from, maximum: to }),
    numbers: (ru: string, en: string, to: number, min = 0) =>
      z
        .array(z.coerce.number().meta({ type: 'integer', minimum: 1, maximum: to }))
        .meta({ description: named(ru, en), minItems: min, maxItems: to }),
    items: <Item extends z.ZodType>(item: Item, ru: string, en: string, max: number, min = 0) =>
      z.array(item).meta({ description: named(ru, en), minItems: min, maxItems: max }),
  };
}

/** Collects what is wrong with an answer while it is tidied. */
export function createAnswerReview(language: Locale) {
  const findings: string[] = [];
  return {
    language,
    findings,
    report: (ru: string, en: string) => void findings.push({ ru, en }[language]),
    line: (max: number) => (text: string) => tidyLine(text, max, language),
    phrase: (max: number) => (text: string) => tidyPhrase(text, max, language),
  };
}
export type AnswerReview = ReturnType<typeof createAnswerReview>;

/** Says so when the texts are in another language; nothing can mend that. */
export function isForeign(texts: readonly string[], { language, report }: AnswerReview): boolean {
  const foreign = !isWrittenIn(language, texts);
  if (foreign) report('Пиши по-русски.', 'Write in English.');
  return foreign;
}

/** Indexes from the numbers a model gave: whole, in range, each once, in order. */
export function toIndexes(numbers: readonly number[], count: number): number[] {
  const valid = numbers.filter((number) => Number.isInteger(number) && number >= 1 && number <= count);
  return [...new Set(valid)].sort((one, other) => one - other).map((number) => number - 1);
}

/** `1. First`, a line each. */
export function numbered(texts: readonly string[]): string {
  return texts.map((text, index) => `${index + 1}. ${text}`).join('\n');
}
