import { createHash, randomBytes } from 'node:crypto';
import { fillPath } from '@lyceum/common/client';
import type { Storage } from '@lyceum/common/storage';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import type { PlaybackRow } from './playback.entity.ts';

/** Where a playback of a space is reached. */
export interface Place {
  /** `PUBLIC_URL` of the installation. */
  readonly publicUrl: string;
  readonly space: string;
}

/** Address of an endpoint as browsers reach it. Spaces other than `main` live under a path of their own. */
export function toEndpointUrl({ publicUrl, space }: Place, endpoint: Endpoint, params: Readonly<Record<string, string>>): string {
  const path = fillPath(endpoint, params, {});
  return space === 'main' ? `${publicUrl}${path}` : `${publicUrl}/s/${space}${path}`;
}

/** Addresses of objects until the playback expires; each has one, so that a browser finds in its cache what it has. */
export function createShow(storage: Storage, { startedAt, expiresAt }: Pick<PlaybackRow, 'startedAt' | 'expiresAt'>) {
  const seconds = Math.ceil((expiresAt.getTime() - startedAt.getTime()) / 1000);
  return (key: string): string => storage.presignShow(key, seconds, startedAt);
}

/** Address of the plain file at the content address. */
export const toFileUrl = (contentUrl: string, space: string, token: string): string =>
  `${contentUrl}/s/${space}/content/streaming/files/${token}/video.mp4`;

/** 256 random bits. */
export const createFileToken = (): string => randomBytes(32).toString('base64url');

export const hashFileToken = (token: string): string => createHash('sha256').update(token).digest('base64url');
