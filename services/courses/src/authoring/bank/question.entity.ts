import { belongsTo, type RowOf, spaceColumn } from '@lyceum/common/database';
import type { question } from '@lyceum/contracts/courses/question-bank';
import { EntitySchema } from 'typeorm';
import { BankEntity } from './bank.entity.ts';

export interface QuestionRow extends RowOf<typeof question> {
  bankId: string;
  createdAt: Date;
}

export const QuestionEntity = new EntitySchema<QuestionRow>({
  name: 'question',
  tableName: 'questions',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    bankId: belongsTo(BankEntity, 'questions_bank'),
    content: { type: 'jsonb' },
    version: { type: 'integer' },
    createdAt: { type: 'timestamptz' },
    updatedAt: { type: 'timestamptz' },
  },
  indices: [{ name: 'questions_of_bank', columns: ['spaceId', 'bankId', 'createdAt', 'id'] }],
});
