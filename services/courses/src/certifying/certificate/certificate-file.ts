import type { CertificateRow } from './certificate.entity.ts';

/** Where the PDF is kept. */
export function toFileKey(space: string, { id }: Pick<CertificateRow, 'id'>): string {
  return `${space}/certificates/${id}.pdf`;
}
