import { type Environment, serviceConfig } from '@lyceum/common/config';
import { storageConfig } from '@lyceum/common/storage';
import { modelsConfig } from '@lyceum/llm/mount-models';
import { storageQuotaConfig } from './files/storage-quota.ts';

export const programGenerationConfig = serviceConfig
  .extend(storageConfig.shape)
  .extend(modelsConfig.shape)
  .extend(storageQuotaConfig.shape);

export const env: Environment = process.env;
