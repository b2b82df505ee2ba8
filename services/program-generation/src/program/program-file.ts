import type { ProgramRow } from './program.entity.ts';

/** Office Open XML word processing document (IANA media type registry). */
export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Where the file of a programme is kept. */
export function fileKey(space: string, { id, fileVersion }: Pick<ProgramRow, 'id' | 'fileVersion'>): string {
  return `${space}/programs/${id}/v${fileVersion}.docx`;
}

// What file systems refuse, and marks that turn the direction of text and so hide a name's real ending.
const unsafe = /[\\/:*?"<>|\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** Name under which the file is saved: the title as far as file systems allow it. */
export function fileName({ title, language }: Pick<ProgramRow, 'title' | 'language'>): string {
  const safe = title.replace(unsafe, ' ').replace(/\s+/g, ' ');
  // 80 characters of Cyrillic fit the 255 bytes of a name; characters, not code units, so that no pair is cut.
  const name = [...safe]
    .slice(0, 80)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '');
  return `${name || { ru: 'Программа', en: 'Programme' }[language]}.docx`;
}
