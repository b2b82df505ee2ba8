import type { Texts } from '@lyceum/contracts/shared/texts';

/** Why a whole file cannot be read or written. */
export interface Failure {
  readonly failure: Texts;
}
