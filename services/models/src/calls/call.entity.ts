import { spaceColumn } from '@lyceum/common/database';
import type { ModelCall } from '@lyceum/contracts/models/model-call';
import { EntitySchema } from 'typeorm';
import { bigintColumn } from '../bigint-column.ts';

/** One attempt at one provider. */
export interface CallRow extends Omit<ModelCall, 'createdAt'> {
  createdAt: Date;
  /** A call that still runs then has lost its process. */
  expiresAt: Date;
}

export const CallEntity = new EntitySchema<CallRow>({
  name: 'model_call',
  tableName: 'model_calls',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    task: { type: 'text' },
    userId: { type: 'uuid' },
    provider: { type: 'text' },
    model: { type: 'text' },
    inputTokens: { type: 'integer' },
    outputTokens: { type: 'integer' },
    costMicros: { ...bigintColumn, nullable: true },
    currency: { type: 'text', nullable: true },
    durationMs: { type: 'integer', nullable: true },
    outcome: { type: 'text' },
    failure: { type: 'text', nullable: true },
    texts: { type: 'jsonb', nullable: true },
    createdAt: { type: 'timestamptz' },
    expiresAt: { type: 'timestamptz' },
  },
  checks: [
    {
      name: 'model_calls_outcome',
      expression: "outcome IN ('running', 'done', 'refused', 'length', 'failed', 'cancelled', 'lost')",
    },
  ],
  indices: [
    { name: 'model_calls_of_space', columns: ['spaceId', 'createdAt', 'id'] },
    { name: 'model_calls_of_user', columns: ['spaceId', 'userId', 'createdAt', 'id'] },
    { name: 'model_calls_running', columns: ['spaceId', 'expiresAt'], where: "outcome = 'running'" },
    { name: 'model_calls_with_texts', columns: ['spaceId', 'createdAt'], where: 'texts IS NOT NULL' },
  ],
});
