import { randomBytes } from 'node:crypto';
import { presignParts, startUpload } from '@lyceum/contracts/streaming/media-upload';
import type { TestActor } from '@lyceum/testing/actors';
import type { TestService } from '@lyceum/testing/service';
import type { z } from 'zod';

type Announced = z.input<(typeof startUpload)['body']>;
type Upload = z.output<(typeof startUpload)['response']>;

/** An announced upload; by default its file has one part. */
export async function buildUpload(service: TestService, as: TestActor, overrides: Partial<Announced> = {}): Promise<Upload> {
  const { status, body } = await service.call(startUpload, { as, body: { name: 'lesson.mp4', size: 1_000, ...overrides } });
  if (status !== 201) throw new Error(`startUpload answered ${status}: ${body.code}`);
  return body;
}

/** Sends a part, or all of them, to the addresses of the service; returns the statuses of the store. */
export async function sendParts(
  service: TestService,
  as: TestActor,
  { id, partSize, partCount }: Pick<Upload, 'id' | 'partSize' | 'partCount'>,
  file: Uint8Array,
  parts: readonly { part: number; md5?: string }[] = Array.from({ length: partCount }, (_, index) => ({ part: index + 1 })),
): Promise<number[]> {
  const { body } = await service.call(presignParts, { as, params: { uploadId: id }, body: { parts: [...parts] } });
  const addresses: z.output<(typeof presignParts)['response']>['parts'] = body.parts;
  return Promise.all(
    addresses.map(async ({ part, url, headers }) => {
      const content = file.subarray((part - 1) * partSize, part * partSize);
      return (await fetch(url, { method: 'PUT', headers, body: new Uint8Array(content) })).status;
    }),
  );
}

export const buildFile = (size = 1_000) => randomBytes(size);
