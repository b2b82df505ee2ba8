import type { Finding, PatchOperation } from '@lyceum/contracts/program-generation/finding';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { Localized, Norms } from '../norms/norms-shape.ts';

export interface Fix {
  readonly title: Localized;
  /** Applied in order they end the issue and break no other rule. At most 200, as the contract allows. */
  readonly operations: PatchOperation[];
}

/** A broken rule. */
export interface Issue extends Pick<Finding, 'rule' | 'severity' | 'pointer'> {
  readonly message: Localized;
  /** Absent where only a person can know what is right. Computed where it is shown: there may be thousands of issues. */
  readonly fix?: (() => Fix | undefined) | undefined;
}

export interface RuleContext {
  readonly norms: Norms;
  readonly today: Date;
}

export type Rule = (document: ProgramDocument, context: RuleContext) => Iterable<Issue>;
