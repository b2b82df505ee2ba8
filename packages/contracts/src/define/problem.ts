import type { Texts } from '../shared/texts.ts';

/** A failure the contracts declare (RFC 9457). */
export interface Problem<Code extends string = string> {
  /** Stable name of the failure: the `code` of the problem document. */
  readonly code: Code;
  /** HTTP status this failure answers with. */
  readonly status: number;
  readonly title: Texts;
}

export function defineProblem<const Code extends string>(code: Code, status: number, title: Texts): Problem<Code> {
  return { code, status, title };
}
