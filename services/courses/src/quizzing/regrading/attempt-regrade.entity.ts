import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { AttemptEntity } from '../quiz/attempt.entity.ts';
import type { Grade } from '../quiz-engine/grade-answer.ts';
import { RegradeEntity } from '../regrade/regrade.entity.ts';

/** What an attempt had before a regrade and has since. */
export interface AttemptRegradeRow {
  id: string;
  regradeId: string;
  attemptId: string;
  pointsBefore: number;
  maxPointsBefore: number;
  percentBefore: number;
  /** Of the question, with the regrade it came from. */
  gradeBefore: { readonly grade: Grade | null; readonly regradeId: string | null };
  pointsAfter: number;
  maxPointsAfter: number;
  percentAfter: number;
  unfit: boolean;
  regradedAt: Date;
}

export const AttemptRegradeEntity = new EntitySchema<AttemptRegradeRow>({
  name: 'attempt_regrade',
  tableName: 'attempt_regrades',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    regradeId: belongsTo(RegradeEntity, 'attempt_regrades_regrade'),
    attemptId: belongsTo(AttemptEntity, 'attempt_regrades_attempt'),
    pointsBefore: { type: 'double precision' },
    maxPointsBefore: { type: 'double precision' },
    percentBefore: { type: 'double precision' },
    gradeBefore: { type: 'jsonb' },
    pointsAfter: { type: 'double precision' },
    maxPointsAfter: { type: 'double precision' },
    percentAfter: { type: 'double precision' },
    unfit: { type: 'boolean' },
    regradedAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'attempt_regrades_once', columns: ['spaceId', 'regradeId', 'attemptId'] }],
  indices: [
    { name: 'attempt_regrades_of_attempt', columns: ['spaceId', 'attemptId', 'regradedAt'] },
    // What goes with its regrade or attempt is looked for in all spaces.
    { name: 'attempt_regrades_by_regrade', columns: ['regradeId'] },
    { name: 'attempt_regrades_by_attempt', columns: ['attemptId'] },
  ],
});
