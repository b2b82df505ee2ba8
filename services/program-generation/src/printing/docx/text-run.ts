import { TextRun } from 'docx';
import { clean } from '../../text/clean.ts';

interface RunOptions {
  readonly bold?: boolean;
  readonly italics?: boolean;
  /** Half points. */
  readonly size?: number;
}

/** Every printed text goes through here. */
export function run(text: string, options: RunOptions = {}): TextRun {
  return new TextRun({ text: clean(text), ...options });
}
