import { spaceColumn } from '@lyceum/common/database';
import type { ProviderSettings } from '@lyceum/contracts/models/provider';
import { EntitySchema } from 'typeorm';

export interface ProviderRow {
  id: string;
  /** That of the settings, for the constraint and the order. */
  name: string;
  settings: ProviderSettings;
  /** See `encrypt-key.ts`; null for a server without keys. */
  sealedKey: string | null;
  createdAt: Date;
  updatedAt: Date;
  version: number;
}

export const ProviderEntity = new EntitySchema<ProviderRow>({
  name: 'model_provider',
  tableName: 'model_providers',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    name: { type: 'text', collation: 'und-x-icu' },
    settings: { type: 'jsonb' },
    sealedKey: { type: 'text', nullable: true },
    createdAt: { type: 'timestamptz' },
    updatedAt: { type: 'timestamptz' },
    version: { type: 'integer' },
  },
  uniques: [{ name: 'model_providers_name', columns: ['spaceId', 'name'] }],
});
