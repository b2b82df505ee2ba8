import type { ProgramDocument } from '@lyceum/contracts/program-document';
import type { Letterhead, ProgramRequest } from '@lyceum/contracts/program-generation';
import type { LanguageModel } from '@lyceum/llm/language-model';

export interface ComposeOptions {
  /** Ends the composing; `compose` then rejects with the reason of the signal. */
  readonly signal: AbortSignal;
  /** Told how much is done, 0 to 100 and never less than before; the composer waits until it is taken. */
  readonly onProgress: (percent: number) => Promise<void>;
  /** What the title page starts with; empty lines without it. */
  readonly letterhead?: Pick<Letterhead, 'organisation' | 'place' | 'approver'> | undefined;
}

/** Turns a request into a programme whose hours add up at every level and whose outcomes are all taught and assessed. */
export interface Composer {
  /** Recorded with the programme it composed. */
  readonly name: string;
  /** The model it writes with, null when it writes without one. */
  readonly model: LanguageModel | null;
  compose(request: ProgramRequest, options: ComposeOptions): Promise<ProgramDocument>;
}
