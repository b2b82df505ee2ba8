import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { ProgramEntity } from '../program/program.entity.ts';

/** A step of a generation that is done and paid for; they go when the programme is ready. */
interface ProgramStepRow {
  id: string;
  programId: string;
  /** `skeleton`, `module:1`, `questions:1`, `conditions`. */
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
    id: { type: 'uuid', primary: true },
    programId: belongsTo(ProgramEntity, 'program_steps_program'),
    key: { type: 'text' },
    result: { type: 'jsonb' },
    model: { type: 'text', nullable: true },
    tokens: { type: 'integer' },
    createdAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'program_steps_once', columns: ['spaceId', 'programId', 'key'] }],
});
