import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { ProgramEntity } from '../program/program.entity.ts';

/** Who may work at a programme: the attempts of one job, of them the run whose id stands here. Absent while nobody may. */
export interface ProgramRunRow {
  programId: string;
  jobId: string;
  runId: string;
  /** When it last said that it is alive, or when it was queued. */
  heartbeatAt: Date;
}

export const ProgramRunEntity = new EntitySchema<ProgramRunRow>({
  name: 'program_run',
  tableName: 'program_runs',
  columns: {
    ...spaceColumn,
    programId: { ...belongsTo(ProgramEntity, 'program_runs_program'), primary: true },
    jobId: { type: 'uuid' },
    runId: { type: 'uuid' },
    heartbeatAt: { name: 'beat_at', type: 'timestamptz' },
  },
});
