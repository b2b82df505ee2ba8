import type { ExportFile } from '@lyceum/contracts/program-generation';
import type { ProgramRow } from '../program/program.entity.ts';

/** Media types (IANA registry). */
export const mediaTypes: Readonly<Record<ExportFile['format'], string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
};

/** Where a file is kept. */
export function fileKey(space: string, { id, programId, format }: Pick<ExportFile, 'id' | 'programId' | 'format'>): string {
  return `${space}/programs/${programId}/${id}.${format}`;
}

// What file systems refuse, and marks that turn the direction of text and so hide a name's real ending.
const unsafe = /[\\/:*?"<>|\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** Name under which the file is saved: the title as far as file systems allow it. */
export function fileName({ title, language }: Pick<ProgramRow, 'title' | 'language'>, format: ExportFile['format']): string {
  const safe = title.replace(unsafe, ' ').replace(/\s+/g, ' ');
  // 80 characters of Cyrillic fit the 255 bytes of a name; characters, not code units, so that no pair is cut.
  const name = [...safe]
    .slice(0, 80)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '');
  return `${name || { ru: 'Программа', en: 'Programme' }[language]}.${format}`;
}
