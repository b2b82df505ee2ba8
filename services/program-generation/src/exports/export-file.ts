import type { ExportFile } from '@lyceum/contracts/program-generation/export';
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
const unsafe = /[\\/:*?"<>|\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/** Bytes of UTF-8; a name may have 255 with its ending, and browsers add to it. */
const maxNameLength = 200;

// Names that Windows gives to devices, whatever ending follows.
const device = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** Name under which the file is saved: the title as far as file systems allow it. */
export function fileName({ title, language }: Pick<ProgramRow, 'title' | 'language'>, format: ExportFile['format']): string {
  const safe = title.replace(unsafe, ' ').replace(/\s+/g, ' ');
  const name = firstBytes(safe, maxNameLength).replace(/^[. ]+|[. ]+$/g, '');
  const word = { ru: 'Программа', en: 'Programme' }[language];
  const isDevice = device.test(name.split('.')[0] ?? '');
  return `${isDevice ? `${word} ${name}` : name || word}.${format}`;
}

/** As many whole characters as fit, as people count them. */
function firstBytes(text: string, max: number): string {
  let bytes = 0;
  let end = 0;
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > max) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
