import { toLine } from '../../../question-exchange/text/to-line.ts';

/** The longest name of a course, a module, a lesson or a bank. */
const maxTitle = 200;

/** Text of another system as the contract takes it: composed, without control characters and endless marks. */
export function tidyText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .replace(/(\p{M}{30})\p{M}+/gu, '$1')
    .normalize('NFC')
    .trim();
}

/** A name as one line; what is too long is cut between two characters. */
export function toTitle(text: string): string {
  const line = toLine(tidyText(text.slice(0, 10 * maxTitle)));
  return line
    .slice(0, maxTitle)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
}
