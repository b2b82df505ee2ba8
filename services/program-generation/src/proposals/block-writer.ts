import type { JobRun } from '@lyceum/common/jobs';
import type { ReadyProgram } from '../program/find-program.ts';
import type { ProposalRow } from './proposal.entity.ts';

export type BlockRequest = Pick<ProposalRow, 'block' | 'instruction' | 'authorId' | 'authorRoles'>;

export interface WrittenBlock {
  /** As `blockSchemas` describes the block; what does not fit counts as an invalid answer. */
  readonly value: unknown;
  /** `<provider>/<model>`; null when no model was used. */
  readonly model: string | null;
  readonly tokens: number;
}

/** Writes one block of a programme anew. */
export interface BlockWriter {
  /**
   * Null for a block that is no text, such as the schedule. Rejects as models do (`ModelFailure`, `NoModel`,
   * `model_budget.exhausted`, the reason of the signal).
   */
  write(
    program: ReadyProgram,
    request: BlockRequest,
    run: Pick<JobRun, 'ctx' | 'read' | 'signal' | 'lastAttempt'>,
  ): Promise<WrittenBlock | null>;
}
