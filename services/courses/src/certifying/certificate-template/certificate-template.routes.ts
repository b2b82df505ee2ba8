import { newId } from '@lyceum/common/database';
import { requireVersion, route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/courses/certificate';
import { type CertificateTemplate, certificates } from '@lyceum/contracts/courses/certificate';
import type { EntityManager } from 'typeorm';
import type { CertificateTemplateRow } from './certificate-template.entity.ts';
import { findTemplate } from './find-template.ts';

export const certificateTemplateRoutes = [
  route(contract.getCertificateTemplate, { access: certificates.manageTemplate }, async ({ db }) => {
    const { content, version } = await findTemplate(db);
    return { ...content, version };
  }),

  route(contract.putCertificateTemplate, { access: certificates.manageTemplate }, async ({ db, body, ifMatch }) => {
    const { content, version } = await replaceTemplate(db, body);
    // Compared while nobody else can set it; the failure takes the change back.
    requireVersion(version - 1, ifMatch);
    return { ...content, version };
  }),
];

/** Sets the template of the space, and keeps others from setting it until the transaction ends. */
async function replaceTemplate(db: EntityManager, content: CertificateTemplate): Promise<CertificateTemplateRow> {
  const [row] = await db.query<[CertificateTemplateRow]>(
    `INSERT INTO certificate_templates (id, content, version) VALUES ($1, $2, 1)
     ON CONFLICT ON CONSTRAINT certificate_templates_one
     DO UPDATE SET content = EXCLUDED.content, version = certificate_templates.version + 1
     RETURNING id, content, version`,
    [newId(), JSON.stringify(content)],
  );
  return row;
}
