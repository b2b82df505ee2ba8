import type { Activity, Statement } from './statement.ts';

/** What a statement says besides who did it. */
export interface StatementParts {
  readonly verb: Statement['verb'];
  readonly object: Activity;
  readonly parent?: readonly Activity[];
  readonly grouping?: readonly Activity[];
  readonly result?: Statement['result'];
  readonly extensions?: Statement['context']['extensions'];
  /** By default when the fact occurred. */
  readonly at?: Date;
}
