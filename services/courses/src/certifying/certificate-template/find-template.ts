import type { CertificateTemplate } from '@lyceum/contracts/courses/certificate';
import type { EntityManager } from 'typeorm';
import { CertificateTemplateEntity, type CertificateTemplateRow } from './certificate-template.entity.ts';

const defaults: CertificateTemplate = {
  schoolName: '',
  signerName: '',
  signerPosition: '',
  title: '',
  subtitle: '',
  accentColor: '#1f4e8c',
  language: 'course',
};

/** The template of the space; one of version 0 before it was set. */
export async function findTemplate(db: EntityManager): Promise<Pick<CertificateTemplateRow, 'content' | 'version'>> {
  const [row] = await db.find(CertificateTemplateEntity, { take: 1 });
  return row ?? { content: defaults, version: 0 };
}
