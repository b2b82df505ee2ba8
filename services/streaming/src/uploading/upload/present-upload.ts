import { mountPath } from '@lyceum/common/client';
import type { mediaUpload } from '@lyceum/contracts/streaming/media-upload';
import type { z } from 'zod';
import { countParts } from './part-plan.ts';
import type { UploadRow } from './upload.entity.ts';

/** Below `/api/v1`. */
export const tusPath = '/streaming/tus';

export const toTusUrl = (publicUrl: string, uploadId: string) => `${publicUrl}${mountPath(tusPath)}/${uploadId}`;

export function presentUpload(upload: UploadRow, publicUrl: string): z.input<typeof mediaUpload> {
  return { ...upload, partCount: countParts(upload), tusUrl: toTusUrl(publicUrl, upload.id) };
}
