import { contentConfig, type Environment, serviceConfig, webOrigins } from '@lyceum/common/config';
import { storageConfig } from '@lyceum/common/storage-options';
import { z } from 'zod';

const gigabyte = 1_000_000_000;
const bytes = (value: number) => z.coerce.number().int().min(1).default(value);

export const streamingConfig = serviceConfig
  .extend(storageConfig.shape)
  .extend(contentConfig.shape)
  .extend({
    /** The keys of videos are stored encrypted under it; under another one videos have to be uploaded anew. */
    KEY_ENCRYPTION_SECRET: z.string().min(32),
    /** Origins of web clients on other hosts: their pages may use the object store, too. */
    CORS_ORIGINS: webOrigins,
    /** Largest file of a video that staff, and that an administrator may upload. */
    VIDEO_BYTES_STAFF: bytes(20 * gigabyte),
    VIDEO_BYTES_ADMIN: bytes(100 * gigabyte),
    /** What the videos and pictures of one person, and those of one school may take together. */
    MEDIA_BYTES_PER_PERSON: bytes(500 * gigabyte),
    MEDIA_BYTES_PER_SPACE: bytes(2_000 * gigabyte),
    /** The longest video. */
    VIDEO_MAX_SECONDS: z.coerce
      .number()
      .int()
      .min(1)
      .max(86_400)
      .default(6 * 3600),
    /** Where sources lie while they are worked on; needs room for two of the largest files and 2 GB for each hour of them. By default the temporary folder. */
    WORK_DIR: z.string().optional(),
    /** Programs of the worker. */
    FFMPEG_PATH: z.string().default('ffmpeg'),
    FFPROBE_PATH: z.string().default('ffprobe'),
    /** Memory one run of ffmpeg may address. */
    FFMPEG_MEMORY_BYTES: bytes(4 * gigabyte),
    /** Devices on which one person may watch at once. */
    PLAYBACKS_PER_PERSON: z.coerce.number().int().min(1).max(100).default(3),
  });

export const env: Environment = process.env;
