import { TextRun } from 'docx';

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

const notInXml = /[^\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Leaves out what XML 1.0 cannot hold; a line break or several spaces become one space. */
export function clean(text: string): string {
  return text
    .replace(/[\t\n\r\u2028\u2029]/g, ' ')
    .replace(notInXml, '')
    .replace(/ {2,}/g, ' ');
}
