import type { ExtractedText } from '../extracted-text.ts';
import { Unreadable } from '../unreadable.ts';
import { decodeText } from './decode-text.ts';

/** First bytes of what people rename: PDF, zip (also DOCX), RTF, files of Word before 2007. */
const otherTypes = ['%PDF-', 'PK\u0003\u0004', '{\\rtf', '\u00D0\u00CF\u0011\u00E0'];

export function readPlainText(bytes: Uint8Array): ExtractedText {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (otherTypes.some((signature) => start.startsWith(signature))) throw new Unreadable('wrong-type', 'it is a document');
  const { text, isGuess } = decodeText(bytes);
  return { text, cut: false, warnings: isGuess ? ['guessed-encoding'] : [] };
}
