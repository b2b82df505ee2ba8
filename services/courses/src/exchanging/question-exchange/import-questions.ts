import type { QuestionContent } from '@lyceum/contracts/courses/question';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { ExchangeFinding } from '../exchange/exchange-finding.ts';
import { readAiken } from './aiken/read-aiken.ts';
import { readGift } from './gift/read-gift.ts';
import { readMoodleXml } from './moodle-xml/read-moodle-xml.ts';
import { readQti } from './qti/read-qti.ts';
import type { ReadFile } from './read-question.ts';
import { settleItems } from './settle-items.ts';
import { decodeFile, noText } from './text/decode-file.ts';

interface QuestionFile {
  readonly format: 'gift' | 'aiken' | 'moodle-xml' | 'qti';
  readonly bytes: Buffer;
}

/** The questions of a file, or why it cannot be read at all. */
type ImportedQuestions =
  | { readonly questions: readonly QuestionContent[]; readonly findings: readonly ExchangeFinding[] }
  | { readonly failure: Texts };

const maxBytes = 5_000_000;

const tooLarge: Texts = {
  en: 'The file is larger than 5 MB. Divide it.',
  ru: 'Файл больше 5 МБ. Разделите его.',
};

const noQuestions: Texts = {
  en: 'There are no questions in the file.',
  ru: 'В файле нет вопросов.',
};

/** Reads the questions of a file of another tool. What is wrong with one of them loses that one alone. */
export async function importQuestions({ format, bytes }: QuestionFile): Promise<ImportedQuestions> {
  if (bytes.length > maxBytes) return { failure: tooLarge };
  const file = format === 'qti' ? await readQti(bytes) : readText(format, bytes);
  if ('failure' in file) return file;
  return file.items.length === 0 ? { failure: noQuestions } : settleItems(file.items);
}

function readText(format: 'gift' | 'aiken' | 'moodle-xml', bytes: Buffer): ReadFile {
  const text = decodeFile(bytes, format === 'moodle-xml' ? 'xml' : 'text');
  if (text === undefined) return noText;
  return { gift: readGift, aiken: readAiken, 'moodle-xml': readMoodleXml }[format](text);
}
