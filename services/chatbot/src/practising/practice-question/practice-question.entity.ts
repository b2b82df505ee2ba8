import { belongsTo, spaceColumn } from '@lyceum/common/database';
import type { PassagePlace } from '@lyceum/contracts/chatbot/citation';
import { EntitySchema } from 'typeorm';
import { PracticeQuizEntity } from '../practice-quiz/practice-quiz.entity.ts';

/** A question with its key. */
export interface PracticeQuestionRow {
  id: string;
  quizId: string;
  /** Its place in the quiz, from 0. */
  position: number;
  kind: 'choice' | 'gap';
  text: string;
  /** Empty of a gap. */
  options: string[];
  /** Null of a gap. */
  rightOption: number | null;
  rightText: string;
  /** Words of the passage, as they stood there when the question was made; the passage itself may be indexed anew. */
  passageId: string;
  quote: string;
  place: PassagePlace;
  /** Null without a model. */
  model: string | null;
  givenOption: number | null;
  givenText: string | null;
  /** Null until it is answered. */
  isRight: boolean | null;
  answeredAt: Date | null;
}

export const PracticeQuestionEntity = new EntitySchema<PracticeQuestionRow>({
  name: 'practice_question',
  tableName: 'practice_questions',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    quizId: belongsTo(PracticeQuizEntity, 'practice_questions_quiz'),
    position: { type: 'integer' },
    kind: { type: 'text' },
    text: { type: 'text' },
    options: { type: 'jsonb' },
    rightOption: { type: 'integer', nullable: true },
    rightText: { type: 'text' },
    passageId: { type: 'uuid' },
    quote: { type: 'text' },
    place: { type: 'jsonb' },
    model: { type: 'text', nullable: true },
    givenOption: { type: 'integer', nullable: true },
    givenText: { type: 'text', nullable: true },
    isRight: { type: 'boolean', nullable: true },
    answeredAt: { type: 'timestamptz', nullable: true },
  },
  uniques: [{ name: 'practice_questions_position', columns: ['spaceId', 'quizId', 'position'] }],
  indices: [{ name: 'practice_questions_quiz_key', columns: ['quizId'] }],
});
