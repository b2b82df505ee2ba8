import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { ProgramEntity } from '../program/program.entity.ts';

/** A step of a generation that is done and paid for; they go when the programme is ready. */
interface ProgramStepRow {
  programId: string;
  /** `frame`, `module:1`, `questions:1`, `conditions`. */
  key: string;
  result: unknown;
  /** Null when the words of the outline stand in. */
  model: string | null;
  /** Of all questions it took. */
  tokens: number;
  createdAt: Date;
}

export const ProgramStepEntity = new EntitySchema<ProgramStepRow>({
  name: 'program_step',
  tableName: 'program_steps',
  columns: {
    ...spaceColumn,
    programId: {
      name: 'program_id',
      type: 'uuid',
      primary: true,
      foreignKey: { target: ProgramEntity, name: 'program_steps_program', onDelete: 'CASCADE' },
    },
    key: { type: 'text', primary: true },
    result: { type: 'jsonb' },
    model: { type: 'text', nullable: true },
    tokens: { type: 'integer' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
});
