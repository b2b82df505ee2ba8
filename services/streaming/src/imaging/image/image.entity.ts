import { spaceColumn } from '@lyceum/common/database';
import type { ImageFailure, imagePurposes } from '@lyceum/contracts/streaming/image';
import { EntitySchema } from 'typeorm';

export interface ImageVariant {
  format: 'avif' | 'webp' | 'jpeg';
  /** Pixels. */
  width: number;
  height: number;
  /** Bytes. */
  size: number;
}

export interface ImageRow {
  id: string;
  ownerId: string;
  purpose: (typeof imagePurposes)[number];
  name: string;
  type: string;
  /** Bytes announced; of one that is ready what all its variants take, of a failed one none. */
  size: number;
  status: 'waiting' | 'processing' | 'ready' | 'failed';
  failureCode: ImageFailure | null;
  variants: ImageVariant[];
  createdAt: Date;
  /** Its address still takes an upload, and so long it takes room; null while there is a picture. */
  deletedAt: Date | null;
}

export const ImageEntity = new EntitySchema<ImageRow>({
  name: 'image',
  tableName: 'images',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    ownerId: { type: 'uuid' },
    purpose: { type: 'text' },
    name: { type: 'text' },
    type: { type: 'text' },
    size: { type: 'integer' },
    status: { type: 'text' },
    failureCode: { type: 'text', nullable: true },
    variants: { type: 'jsonb' },
    createdAt: { type: 'timestamptz' },
    deletedAt: { type: 'timestamptz', nullable: true },
  },
  checks: [
    { name: 'images_status', expression: "status IN ('waiting', 'processing', 'ready', 'failed')" },
    { name: 'images_failure', expression: "(status = 'failed') = (failure_code IS NOT NULL)" },
  ],
  indices: [
    { name: 'images_of_owner', columns: ['spaceId', 'ownerId', 'createdAt', 'id'] },
    { name: 'images_unfinished', columns: ['spaceId', 'createdAt'], where: "status <> 'ready'" },
  ],
});
