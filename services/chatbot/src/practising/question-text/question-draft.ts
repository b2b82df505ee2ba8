import type { TextSpan } from '../../knowing/quotation/find-quotation.ts';

/** A passage that questions are made from. */
export interface SourcePassage {
  readonly id: string;
  readonly text: string;
}

/** A question whose answer stands in the passage, at the span. */
export interface QuestionDraft<Passage extends SourcePassage = SourcePassage> {
  readonly text: string;
  readonly rightText: string;
  /** What is wrong; none of a question with a gap to type into. */
  readonly wrongTexts: readonly string[];
  readonly passage: Passage;
  readonly span: TextSpan;
}
