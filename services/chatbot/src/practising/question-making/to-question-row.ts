import { createHash } from 'node:crypto';
import { newId } from '@lyceum/common/database';
import type { PassageRow } from '../../knowing/passage/passage.entity.ts';
import { toPlace } from '../../knowing/passage/to-place.ts';
import type { PracticeQuestionRow } from '../practice-question/practice-question.entity.ts';
import type { QuestionDraft } from '../question-text/question-draft.ts';

export interface VerifiedDraft extends QuestionDraft<PassageRow> {
  /** Null without a model. */
  readonly model: string | null;
}

/** A question as it is kept; options stand in an order that says nothing of which is right. */
export function toQuestionRow(
  { text, rightText, wrongTexts, passage, span, model }: VerifiedDraft,
  { quizId, position }: Pick<PracticeQuestionRow, 'quizId' | 'position'>,
): PracticeQuestionRow {
  const id = newId();
  const isGap = wrongTexts.length === 0;
  const options = isGap
    ? []
    : [rightText, ...wrongTexts].toSorted((one, other) => (toSortKey(id, one) < toSortKey(id, other) ? -1 : 1));
  return {
    ...{ id, quizId, position, kind: isGap ? 'gap' : 'choice', text, options, rightText, model },
    rightOption: isGap ? null : options.indexOf(rightText),
    ...{ passageId: passage.id, quote: passage.text.slice(span.from, span.to), place: toPlace(passage, span.from) },
    ...{ givenOption: null, givenText: null, isRight: null, answeredAt: null },
  };
}

const toSortKey = (id: string, text: string) => createHash('sha256').update(`${id} ${text}`).digest('hex');
