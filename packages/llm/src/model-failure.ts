import type { failureKinds } from '@lyceum/contracts/models/model-failure';
import type { Usage } from './language-model.ts';

export type FailureKind = (typeof failureKinds)[number];

interface FailureDetails {
  /** `<provider>/<model>` */
  model: string;
  /** What the provider said, without anything of ours that is secret. */
  message: string;
  /** Seconds the provider asked to wait. */
  retryAfter?: number | undefined;
  /** What the attempt consumed nevertheless. */
  usage?: Usage | undefined;
  cause?: unknown;
}

/** Kinds that another attempt at the same provider may mend. */
const passing: readonly FailureKind[] = ['unavailable', 'timeout', 'rate-limited', 'busy', 'invalid-provider-answer'];

/** Why a provider gave no answer. */
export class ModelFailure extends Error {
  override name = 'ModelFailure';
  readonly kind: FailureKind;
  readonly model: string;
  readonly retryAfter: number | undefined;
  readonly usage: Usage | undefined;

  constructor(kind: FailureKind, { model, message, retryAfter, usage, cause }: FailureDetails) {
    super(message, { cause });
    this.kind = kind;
    this.model = model;
    this.retryAfter = retryAfter;
    this.usage = usage;
  }

  get passing(): boolean {
    return passing.includes(this.kind);
  }
}
