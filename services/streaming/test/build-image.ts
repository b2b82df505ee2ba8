import { announceImage, completeImage, getImage } from '@lyceum/contracts/streaming/image';
import type { TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { buildPhoto } from './build-picture.ts';
import { service } from './streaming-service.ts';

type Announced = z.input<typeof announceImage.body>;

export const announce = (as: TestActor, overrides: Partial<Announced> = {}) =>
  service.call(announceImage, { as, body: { purpose: 'avatar', name: 'me.jpg', type: 'image/jpeg', size: 1_000, ...overrides } });

/** A picture that is uploaded as pages do it, and completed. */
export async function uploadImage(as: TestActor, bytes: Uint8Array, overrides: Partial<Announced> = {}): Promise<string> {
  const { body } = await announce(as, { size: bytes.length, ...overrides });
  const { url, headers } = body.upload;
  const { status } = await fetch(url, { method: 'PUT', headers, body: Buffer.from(bytes) });
  expect(status).toBe(200);
  const completed = await service.call(completeImage, { as, params: { imageId: body.id } });
  expect([completed.status, completed.body.status]).toEqual([202, 'processing']);
  return body.id;
}

/** A picture that is made in all its variants. */
export async function buildImage(as: TestActor, overrides: Partial<Announced> = {}): Promise<string> {
  const id = await uploadImage(as, await buildPhoto(60, 40).jpeg().toBuffer(), overrides);
  await service.runJobs();
  const { body } = await service.call(getImage, { as, params: { imageId: id } });
  expect(body.status).toBe('ready');
  return id;
}
