import { type Environment, serviceConfig } from '@lyceum/common/config';
import { storageConfig } from '@lyceum/common/storage';
import { z } from 'zod';

export const coursesConfig = serviceConfig.extend(storageConfig.shape).extend({
  /** Private keys of badges are stored encrypted under it; under another one a new key has to be made. */
  KEY_ENCRYPTION_SECRET: z.string().min(32),
});

export const env: Environment = process.env;
