import { type Environment, serviceConfig } from '@lyceum/common/config';
import { storageConfig } from '@lyceum/common/storage-options';
import { storageQuotaConfig } from './files/storage-quota.ts';

export const programGenerationConfig = serviceConfig.extend(storageConfig.shape).extend(storageQuotaConfig.shape);

export const env: Environment = process.env;
