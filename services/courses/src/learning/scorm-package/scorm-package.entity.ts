import { spaceColumn } from '@lyceum/common/database';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { EntitySchema } from 'typeorm';

/** A zip file that was looked through once, so that its entries are found without it. */
export interface ScormPackageRow {
  id: string;
  /** Of the files of courses that share its bytes. */
  objectId: string;
  /** Why it cannot be shown; null where it can. */
  fault: Texts | null;
  readAt: Date;
}

export const ScormPackageEntity = new EntitySchema<ScormPackageRow>({
  name: 'scorm_package',
  tableName: 'scorm_packages',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    objectId: { type: 'uuid' },
    fault: { type: 'jsonb', nullable: true },
    readAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'scorm_packages_object', columns: ['spaceId', 'objectId'] }],
});
