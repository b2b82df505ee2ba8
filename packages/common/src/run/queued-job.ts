/** A row of the outbox on its way to a queue. */
export interface QueuedJob {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly space: string;
  /** Id of the account whose request enqueued it, in whose turn it runs. */
  readonly person: string | null;
  readonly requestId: string;
}

export interface JobAttempt extends QueuedJob {
  readonly attempt: number;
  readonly lastAttempt: boolean;
  readonly signal: AbortSignal;
}
