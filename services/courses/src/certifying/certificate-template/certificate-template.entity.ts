import { spaceColumn } from '@lyceum/common/database';
import type { CertificateTemplate } from '@lyceum/contracts/courses/certificate';
import { EntitySchema } from 'typeorm';

export interface CertificateTemplateRow {
  id: string;
  content: CertificateTemplate;
  version: number;
}

/** One row a space. */
export const CertificateTemplateEntity = new EntitySchema<CertificateTemplateRow>({
  name: 'certificate_template',
  tableName: 'certificate_templates',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    content: { type: 'jsonb' },
    version: { type: 'integer' },
  },
  uniques: [{ name: 'certificate_templates_one', columns: ['spaceId'] }],
});
