import { contentConfig, type Environment, serviceConfig } from '@lyceum/common/config';
import { storageConfig } from '@lyceum/common/storage-options';
import { providerHosts } from '@lyceum/llm/addresses/provider-hosts';
import { z } from 'zod';

export const coursesConfig = serviceConfig
  .extend(storageConfig.shape)
  .extend(contentConfig.shape)
  .extend({
    /** Private keys of badges and secrets of record stores are stored encrypted under it; under another one they have to be made or entered anew. */
    KEY_ENCRYPTION_SECRET: z.string().min(32),
    /** Where record stores may be besides the internet: hosts, hosts with a port, blocks in CIDR notation, separated by commas. */
    RECORD_STORE_HOSTS: providerHosts,
  });

export const env: Environment = process.env;
