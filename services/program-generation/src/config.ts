import { type Environment, serviceConfig } from '@lyceum/common/config';
import { storageConfig } from '@lyceum/common/storage';
import { modelsConfig } from '@lyceum/llm/mount-models';

export const programGenerationConfig = serviceConfig.extend(storageConfig.shape).extend(modelsConfig.shape);

export const env: Environment = process.env;
