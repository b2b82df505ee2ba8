import { type Environment, serviceConfig } from '@lyceum/common/config';
import { storageConfig } from '@lyceum/common/storage';

export const programGenerationConfig = serviceConfig.extend(storageConfig.shape);

export const env: Environment = process.env;
