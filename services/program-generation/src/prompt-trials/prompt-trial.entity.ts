import { spaceColumn } from '@lyceum/common/database';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import type { PromptName, PromptTrial } from '@lyceum/contracts/program-generation/prompt';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Role } from '@lyceum/contracts/shared/roles';
import { EntitySchema } from 'typeorm';

/** What one prompt led to. */
export interface TrialSide extends Omit<NonNullable<PromptTrial['current']>, 'output'> {
  output: object | null;
}

export interface PromptTrialRow {
  id: string;
  name: PromptName;
  language: Locale;
  /** Whose budget pays, and the roles it had then. */
  authorId: string;
  authorRoles: Role[];
  text: string;
  request: ProgramRequest;
  status: PromptTrial['status'];
  current: TrialSide | null;
  candidate: TrialSide | null;
  createdAt: Date;
}

export const PromptTrialEntity = new EntitySchema<PromptTrialRow>({
  name: 'prompt_trial',
  tableName: 'prompt_trials',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    name: { type: 'text' },
    language: { type: 'text' },
    authorId: { type: 'uuid' },
    authorRoles: { type: 'jsonb' },
    text: { type: 'text' },
    request: { type: 'jsonb' },
    status: { type: 'text' },
    current: { type: 'jsonb', nullable: true },
    candidate: { type: 'jsonb', nullable: true },
    createdAt: { type: 'timestamptz' },
  },
  checks: [{ name: 'prompt_trials_status', expression: "status IN ('queued', 'running', 'ready', 'failed')" }],
});
