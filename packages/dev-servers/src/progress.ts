/** Takes one finished line for the person who watches the start. */
export type Progress = (line: string) => void;

/** A failure that a person can mend: its message is one sentence for them, shown without a stack. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
