import type { Locale } from '@lyceum/contracts/shared/fields';
import type { z } from 'zod';
import { type AnswerReview, createAnswerReview, type ReviewedAnswer } from '../steps/model-step.ts';

/** How a model is asked for the words of one block. Hours, ids and references stay as the document has them. */
export interface BlockForm {
  /** The present words, in the shape of the answer. */
  readonly current: unknown;
  readonly answer: z.ZodType;
  /** The new value of the block. */
  read(answer: unknown): ReviewedAnswer<unknown>;
}

interface FormParts<Answer extends z.ZodType> {
  readonly language: Locale;
  readonly current: z.input<Answer>;
  readonly answer: Answer;
  /** Null when nothing usable was written. */
  value(answer: z.output<Answer>, review: AnswerReview): unknown;
}

export function defineForm<Answer extends z.ZodType>({ language, current, answer, value }: FormParts<Answer>): BlockForm {
  return {
    current,
    answer,
    read(given) {
      const review = createAnswerReview(language);
      const result = value(answer.parse(given), review);
      if (result === null && review.findings.length === 0) review.report('Раздел пуст.', 'The section is empty.');
      return { findings: review.findings, result };
    },
  };
}
