import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { ScormPackageEntity } from './scorm-package.entity.ts';

/** A file within a package: where its bytes are. */
export interface ScormEntryRow {
  id: string;
  packageId: string;
  /** Its path in NFC and lower case: packages are made where case does not matter. */
  path: string;
  mediaType: string;
  /** Where its bytes begin in the archive. */
  position: number;
  compressedSize: number;
  /** Bytes, unpacked. */
  size: number;
  /** 0 stored, 8 deflated (APPNOTE 4.4.5). */
  method: number;
  /** In hexadecimal digits. */
  crc32: string;
}

export const ScormEntryEntity = new EntitySchema<ScormEntryRow>({
  name: 'scorm_entry',
  tableName: 'scorm_entries',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    packageId: belongsTo(ScormPackageEntity, 'scorm_entries_package'),
    path: { type: 'text' },
    mediaType: { type: 'text' },
    position: { type: 'integer' },
    compressedSize: { type: 'integer' },
    size: { type: 'integer' },
    method: { type: 'smallint' },
    crc32: { type: 'text' },
  },
  uniques: [{ name: 'scorm_entries_path', columns: ['spaceId', 'packageId', 'path'] }],
});

/** What paths are compared by. */
export function toEntryPath(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
